import { createHash } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../test/command-run.js';
import { fakeDeployment, problem } from '../../test/fake-deployment.js';

const fileWith = async (name: string, content: string) => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'vilfredo-import-')), name);
  await writeFile(file, content);
  return file;
};

describe('import customers', () => {
  it('sends lists of them, and tells what was refused by the line of the file', async () => {
    const file = await fileWith('book.ndjson', '{"customerId":"1"}\nnonsense\n{"customerId":""}\n');
    const refused = [{ line: 2, field: 'customerId', reason: 'missing' }];
    const deployment = await fakeDeployment({ 'POST /customers': { json: { accepted: 1, duplicates: 0, refused } } });
    const ran = await runCommand(['import', 'customers', file], { url: deployment.url });
    await deployment.close();
    expect(ran).toMatchObject({ code: 3, stdout: 'read=3 accepted=1 duplicates=0 refused=2\n' });
    expect(JSON.parse(deployment.heard[0]!.body)).toEqual([{ customerId: '1' }, { customerId: '' }]);
    const told = (await readFile(`${file}.refused.ndjson`, 'utf8')).trim().split('\n');
    expect(told.map((line) => JSON.parse(line))).toMatchObject([
      { line: 2, reason: 'notJson' },
      { line: 3, field: 'customerId', reason: 'missing' },
    ]);
  });

  it('given a list of which nothing can be used, asks for each by itself', async () => {
    const file = await fileWith('book.ndjson', '{"a":1}\n{"b":2}\n');
    const deployment = await fakeDeployment({ 'POST /customers': problem(400, 'customerId', 'missing') });
    const ran = await runCommand(['import', 'customers', file], { url: deployment.url });
    await deployment.close();
    expect(ran).toMatchObject({ code: 3, stdout: 'read=2 accepted=0 duplicates=0 refused=2\n' });
    expect(deployment.heard).toHaveLength(3);
  });
});

describe('import interactions from mails', () => {
  const mail = (id: string) =>
    `From: Ada <ada@example.com>\r\nTo: desk@shop.example\r\nMessage-ID: <${id}@x>\r\nDate: Tue, 10 Feb 2026 09:00:00 +0000\r\nSubject: Hello\r\n\r\nWords\r\n`;

  it('takes an archive apart and sends each mail as a contact', async () => {
    const mbox = ['1', '2'].map((id) => `From ada@example.com Tue Feb 10 09:00:00 2026\n${mail(id)}\n`).join('');
    const file = await fileWith('desk.mbox', mbox);
    const taken = { json: { accepted: 2, duplicates: 0, refused: [] } };
    const deployment = await fakeDeployment({ 'POST /interactions': taken });
    const ran = await runCommand(['import', 'interactions', file, '--own', 'shop.example'], { url: deployment.url });
    await deployment.close();
    expect(ran).toMatchObject({ code: 0, stdout: 'read=2 accepted=2 duplicates=0 refused=0\n' });
    expect(deployment.heard.map(({ body }) => JSON.parse(body)[0])).toMatchObject(
      ['1', '2'].map((id) => ({
        source: 'mail',
        channel: 'email',
        direction: 'in',
        interactionId: createHash('sha256').update(`${id}@x`).digest('hex'),
        contactPoint: { kind: 'email', value: 'ada@example.com' },
      })),
    );
  });

  it('asks for own addresses', async () => {
    const { code, stderr } = await runCommand(['import', 'interactions', await fileWith('one.eml', mail('1'))]);
    expect(code).toBe(2);
    expect(stderr).toContain('--own must name own addresses or domains');
  });
});
