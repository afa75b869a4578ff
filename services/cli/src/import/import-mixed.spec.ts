import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { runCommand } from '../../test/command-run.js';
import { fakeDeployment, type Heard, problem, type Route } from '../../test/fake-deployment.js';

const order = '{"kind":"order","source":"s","orderId":"o-1","customerId":"c-1"}';
const contact = '{"source":"s","interactionId":"i-1","customerId":"c-1","channel":"phone"}';
const rating = '{"source":"s","ratingId":"r-1","customerId":"c-1"}';
const customer = '{"customerId":"c-1","name":"Ann"}';
const mixed = [customer, order, '', contact, 'nonsense', rating, order, '[]', customer];

const ends =
  (done: object, ...before: object[]): Route =>
  (_, answer) =>
    void answer.writeHead(200).end([...before, { done }].map((line) => `${JSON.stringify(line)}\n`).join(''));
const counts = (read: number, refusedBy: Record<string, number> = {}) => {
  const refused = Object.values(refusedBy).reduce((sum, n) => sum + n, 0);
  const facts = { accepted: read - refused, duplicates: 0 };
  return { read, accepted: read - refused, duplicates: 0, refused, refusedBy, facts };
};
const prepared: Route = { status: 201, json: { id: 'x' } };
const orders = 'PUT /imports/x/content';
const contacts = 'PUT /interactions/imports/x/content';

describe('an import of NDJSON that mixes records', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-import-'));
    file = path.join(folder, 'mixed.ndjson');
    await writeFile(file, `${mixed.join('\n')}\n`);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function importing(args: readonly string[], routes: Record<string, Route | readonly Route[]> = {}) {
    const deployment = await fakeDeployment({
      'POST /imports': prepared,
      'POST /interactions/imports': prepared,
      'POST /customers': { json: { accepted: 1, duplicates: 1, refused: [] } },
      [orders]: ends(counts(2)),
      [contacts]: ends(counts(2)),
      ...routes,
    });
    const ran = await runCommand(['import', ...args], { url: deployment.url });
    await deployment.close();
    const bodies = (way: string) =>
      deployment.heard.filter(({ method, path }) => `${method} ${path}` === way).map(({ body }) => body);
    return { ...ran, heard: deployment.heard, bodies };
  }
  const refused = async () =>
    (await readFile(`${file}.refused.ndjson`, 'utf8'))
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l));

  it.each(['orders', 'interactions', 'customers'])(
    'named as %s, sends each line to where its id belongs',
    async (kind) => {
      const { bodies, ...ran } = await importing([kind, file]);

      expect(ran).toMatchObject({ code: 3, stdout: 'read=8 accepted=5 duplicates=1 refused=2\n' });
      expect(bodies(orders)).toEqual([`\n${order}\n\n\n\n\n${order}\n\n\n`]);
      expect(bodies(contacts)).toEqual([`\n\n\n${contact}\n\n${rating}\n\n\n\n`]);
      expect(JSON.parse(bodies('POST /customers')[0]!)).toEqual([JSON.parse(customer), JSON.parse(customer)]);
      expect(await refused()).toEqual([
        { line: 5, field: '', reason: 'notJson', record: 'nonsense' },
        { line: 8, field: '', reason: 'notAnObject', record: '[]' },
      ]);
    },
  );

  it('keeps the numbers of lines that any of them refuses, and counts their reasons together', async () => {
    const late = { line: 6, field: 'at', reason: 'future', record: {} };
    const missing = { accepted: 1, duplicates: 0, refused: [{ line: 2, field: 'name', reason: 'future' }] };
    const ran = await importing(['orders', file, '--json'], {
      [contacts]: ends(counts(2, { future: 1 }), { refused: late }),
      'POST /customers': { json: missing },
    });

    expect(JSON.parse(ran.stdout)).toMatchObject({
      ...{ read: 8, accepted: 4, duplicates: 0, refused: 4 },
      files: [{ refusedBy: { future: 2, notJson: 1, notAnObject: 1 } }],
    });
    expect((await refused()).map(({ line }) => line).sort()).toEqual([5, 6, 8, 9]);
  });

  it('takes nothing in when it is rehearsed, wherever a line goes', async () => {
    const { heard } = await importing(['customers', file, '--dry-run']);

    const asked = ({ method, path: way, query, body }: Heard) =>
      way === '/customers' ? query.dryRun : method === 'POST' ? JSON.parse(body).dryRun : undefined;
    expect(new Set(heard.map(asked))).toEqual(new Set(['true', true, undefined]));
    expect(heard).toHaveLength(5);
  });

  it('told to come back later by one of them, sends the whole file again', async () => {
    const busy = problem(503, null, 'stopping', { 'retry-after': '2' });
    const { bodies, ...ran } = await importing(['orders', file], { [contacts]: [busy, ends(counts(2))] });

    expect(ran).toMatchObject({ code: 3, pauses: [2_000], stdout: 'read=8 accepted=5 duplicates=1 refused=2\n' });
    expect(bodies(contacts)[1]).toBe(bodies(contacts)[0]);
    expect(await refused()).toHaveLength(2);
  });

  it('given one kind only, opens no other way, zipped or not', async () => {
    await writeFile(`${file}.gz`, gzipSync(`${contact}\n${rating}\n`));
    const { heard, stdout } = await importing(['interactions', `${file}.gz`]);

    expect(stdout).toBe('read=2 accepted=2 duplicates=0 refused=0\n');
    expect(heard.map(({ path: way }) => way)).toEqual(['/interactions/imports', '/interactions/imports/x/content']);
  });

  it('given a way that gives the file up, says why and exits 1', async () => {
    const failed: Route = (_, answer) =>
      void answer.writeHead(200).end('{"failed":{"field":null,"reason":"something went wrong on our side"}}\n');
    const ran = await importing(['customers', file], { [orders]: failed });

    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('something went wrong on our side');
  });

  it('given a file that holds nothing, names it', async () => {
    await writeFile(file, '');
    const ran = await importing(['customers', file]);

    expect(ran).toMatchObject({ code: 1, stderr: `vilfredo: ${file}: the file is empty\n` });
  });
});
