import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { runCommand } from '../../test/command-run.js';
import { fakeDeployment, problem, type Route } from '../../test/fake-deployment.js';

const done = { read: 3, accepted: 2, duplicates: 0, refused: 1, refusedBy: { noCustomer: 1 } };
const refused = { line: 2, field: 'customerId', reason: 'noCustomer', record: { InvoiceNo: '1' } };
const lines =
  (...all: object[]): Route =>
  (_, answer) =>
    void answer.writeHead(200).end(all.map((line) => `${JSON.stringify(line)}\n`).join(''));
const progress = { progress: { bytes: 1, lines: 1, accepted: 0 } };
const prepared: Route = { status: 201, json: { id: 'i-1' } };
const content = 'PUT /imports/i-1/content';

describe('import orders', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-import-'));
    file = path.join(folder, 'orders.csv');
    await writeFile(file, 'a,b\n1,2\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function importing(route: Route | readonly Route[], args: readonly string[], stdin?: string) {
    const deployment = await fakeDeployment({ 'POST /imports': prepared, [content]: route });
    const ran = await runCommand(['import', 'orders', ...args], { url: deployment.url, ...(stdin && { stdin }) });
    await deployment.close();
    return { ...ran, heard: deployment.heard };
  }

  it('prints the counts, keeps the refused records beside the file and exits 3', async () => {
    const ran = await importing(lines(progress, { refused }, { done }), [file]);
    expect(ran).toMatchObject({ code: 3, stdout: 'read=3 accepted=2 duplicates=0 refused=1\n' });
    expect(ran.stderr).toBe(`refused: noCustomer 1; see ${file}.refused.ndjson\n`);
    expect(JSON.parse(await readFile(`${file}.refused.ndjson`, 'utf8'))).toEqual(refused);
  });

  it('given everything accepted, exits 0 and takes the file of an earlier run away', async () => {
    await writeFile(`${file}.refused.ndjson`, 'old');
    const clean = { ...done, accepted: 3, refused: 0, refusedBy: {} };
    const ran = await importing(lines({ done: clean }), [file]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(folder)).toEqual(['orders.csv']);
  });

  it('given a folder where the refused records go, says so before anything is sent', async () => {
    await mkdir(`${file}.refused.ndjson`);
    const ran = await importing(lines({ done }), [file]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`vilfredo: cannot write ${file}.refused.ndjson (E`);
    expect(ran.heard).toEqual([]);
  });

  it('sends the bytes as they are, with the shipped mapping of that name', async () => {
    const zipped = `${file}.gz`;
    await writeFile(zipped, gzipSync('a,b\n'));
    const { heard } = await importing(lines({ done }), [zipped, '--mapping', 'online-retail-gross', '--dry-run']);
    expect(JSON.parse(heard[0]!.body)).toMatchObject({
      kind: 'orders',
      dryRun: true,
      mapping: { source: 'online-retail' },
    });
    expect(heard[1]!.headers['content-type']).toBe('application/octet-stream');
    expect(heard[1]!.body).toBe(gzipSync('a,b\n').toString('utf8'));
  });

  it('reads a mapping from a file', async () => {
    const mapping = path.join(folder, 'own.json');
    await writeFile(mapping, '{"source":"own"}');
    const { heard } = await importing(lines({ done }), [file, '--mapping', mapping]);
    expect(JSON.parse(heard[0]!.body).mapping).toEqual({ source: 'own' });
  });

  it('adds several files up', async () => {
    const other = path.join(folder, 'more.csv');
    await writeFile(other, 'x');
    const ran = await importing(lines({ done }), [file, other, '--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ read: 6, refused: 2, files: [{ file, read: 3 }, { file: other }] });
  });

  it('reads standard input', async () => {
    const clean = { ...done, refused: 0, refusedBy: {} };
    const { code, heard } = await importing(lines({ done: clean }), ['-'], 'from a pipe');
    expect(code).toBe(0);
    expect(heard[1]!.body).toBe('from a pipe\n');
  });

  it('told to come back later, sends the file again from its beginning', async () => {
    const full = { failed: { field: null, reason: 'the disk is full', retryAfter: 9 } };
    const busy = problem(503, null, 'stopping', { 'retry-after': '2' });
    const ran = await importing([lines({ refused }, full), busy, lines({ refused }, { done })], [file]);
    expect(ran).toMatchObject({ code: 3, pauses: [9_000, 2_000] });
    expect(ran.heard.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual(
      Array(3).fill('a,b\n1,2\n'),
    );
    expect((await readFile(`${file}.refused.ndjson`, 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  it('given a file of which nothing can be used, exits 1 with the reason', async () => {
    const ran = await importing(lines({ failed: { field: 'columns.at', reason: 'there is no column Date' } }), [file]);
    expect(ran).toMatchObject({ code: 1, stderr: `vilfredo: ${file}: columns.at: there is no column Date\n` });
  });

  it('given an answer that ends too early, exits 1 and says to run it again', async () => {
    const ran = await importing(lines(progress), [file]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('Run the same command again');
  });

  it.each([
    ['customers with a mapping', ['customers', '-', '--mapping', 'cdnow'], 'customers are NDJSON'],
    ['a kind that never comes', ['invoices', 'x'], 'Allowed are orders'],
    ['a file that is not there', ['orders', '/nowhere/at/all.csv'], 'cannot read /nowhere/at/all.csv (ENOENT)'],
    ['a folder', ['orders', tmpdir()], 'is a folder'],
    ['a mapping that is not there', ['orders', '-', '--mapping', 'nope'], 'there is no mapping nope'],
    ['standard input twice', ['orders', '-', '-'], '- can be given once'],
  ])('given %s, exits 2', async (_, args, sentence) => {
    const { code, stderr } = await runCommand(['import', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe('import interactions', () => {
  it('sends the file to the route of contacts with the mapping of that name, and tells the counts as orders do', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-import-'));
    const file = path.join(folder, 'cdr.csv');
    await writeFile(file, 'a,b\n');
    const withheld = { line: 2, field: 'from', reason: 'withheldNumber', record: {} };
    const deployment = await fakeDeployment({
      'POST /interactions/imports': prepared,
      'PUT /interactions/imports/i-1/content': lines(progress, { refused: withheld }, { done }),
    });
    const args = ['import', 'interactions', file, '--mapping', 'asterisk-cdr', '--dry-run'];
    const ran = await runCommand(args, { url: deployment.url });
    await deployment.close();
    expect(ran).toMatchObject({ code: 3, stdout: 'read=3 accepted=2 duplicates=0 refused=1\n' });
    expect(JSON.parse(deployment.heard[0]!.body)).toMatchObject({
      kind: 'interactions',
      dryRun: true,
      mapping: { source: 'asterisk' },
    });
    expect(deployment.heard[1]!.body).toBe('a,b\n');
    expect(JSON.parse(await readFile(`${file}.refused.ndjson`, 'utf8'))).toEqual(withheld);
    await rm(folder, { recursive: true });
  });
});

describe('an import that is refused line by line while it is sent', () => {
  it('reads the answer meanwhile, however long both are', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-import-'));
    const file = path.join(folder, 'long.csv');
    await writeFile(file, 'x'.repeat(99).concat('\n').repeat(100_000));
    const server = createServer(answerEveryChunk).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code } = await runCommand(['import', 'orders', file], { url });
    server.close();
    const kept = (await readFile(`${file}.refused.ndjson`, 'utf8')).trim().split('\n');
    await rm(folder, { recursive: true });
    expect(code).toBe(3);
    expect(kept.length).toBeGreaterThan(30_000);
  });
});

/** Takes no more of the body before its answer to what came is taken: a sender that does not read would wait for ever. */
async function answerEveryChunk(request: IncomingMessage, answer: ServerResponse): Promise<void> {
  if (request.method === 'POST') {
    await request.toArray();
    answer.writeHead(201).end('{"id":"i-1"}');
    return;
  }
  let line = 0;
  for await (const chunk of request) {
    const records = Math.ceil((chunk as Buffer).length / 200);
    const told = Array.from({ length: records }, () => JSON.stringify({ refused: { ...refused, line: ++line } }));
    if (!answer.write(`${told.join('\n')}\n`)) await new Promise((resolve) => answer.once('drain', resolve));
  }
  answer.end(`${JSON.stringify({ done: { ...done, refused: line } })}\n`);
}
