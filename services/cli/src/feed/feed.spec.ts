import { nowhere, runCommand } from '../../test/command-run.js';
import { fakeDeployment, problem, type Route } from '../../test/fake-deployment.js';
import { serverSentEvents } from './server-sent-events.js';

const change = (id: string) => ({ id, type: 'ValueChanged', customerId: '17', seq: 1, from: 1, to: 2 });
const told = (cursor: string) => `id: ${cursor}\nevent: ValueChanged\ndata: ${JSON.stringify(change(cursor))}\n\n`;
const stream =
  (...cursors: string[]): Route =>
  (_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.end(`: the score feed\n\n${cursors.map(told).join('')}`);
  };

describe('feed', () => {
  it('prints every change as NDJSON, and the cursor to go on from on standard error', async () => {
    const deployment = await fakeDeployment({
      'GET /scores/changes': [
        { json: { items: [change('a'), change('b')], next: '2' } },
        { json: { items: [change('c')], next: '3' } },
        { json: { items: [], next: '3' } },
      ],
    });
    const { code, stdout, stderr } = await runCommand(['feed', '--after', '0'], { url: deployment.url });
    await deployment.close();
    expect(code).toBe(0);
    expect(stdout).toBe(`${['a', 'b', 'c'].map((id) => JSON.stringify(change(id))).join('\n')}\n`);
    expect(stderr).toBe('cursor=3\n');
    expect(deployment.heard.map(({ query }) => query.after)).toEqual(['0', '2', '3']);
  });

  it('given a cursor that is none, says so and exits 1', async () => {
    const deployment = await fakeDeployment({ 'GET /scores/changes': problem(400, 'cursor', 'is none') });
    const { code, stderr } = await runCommand(['feed', '--after', 'x'], { url: deployment.url });
    await deployment.close();
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'vilfredo: cursor: is none\n' });
  });
});

describe('feed --follow', () => {
  it('goes on after the last change seen when the connection breaks, until interrupted', async () => {
    const interruption = new AbortController();
    const busy = problem(503, null, 'starting');
    const deployment = await fakeDeployment({
      'GET /scores/changes/stream': [stream('1', '2'), busy, stream('3')],
    });
    const { code, stdout, stderr, pauses } = await runCommand(['feed', '--follow'], {
      url: deployment.url,
      interrupted: interruption.signal,
      onLine: (line) => line.includes('"id":"3"') && interruption.abort(),
    });
    await deployment.close();
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual(['1', '2', '3']);
    expect(deployment.heard.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2', '2']);
    expect(pauses).toHaveLength(2);
    expect(stderr).toMatch(/cursor=[23]\n$/);
  });

  it('given nobody who answers at first, does not wait for ever', async () => {
    const { code } = await runCommand(['feed', '--follow'], { url: nowhere });
    expect(code).toBe(1);
  });

  it('given a cursor that is refused, does not try again', async () => {
    const deployment = await fakeDeployment({ 'GET /scores/changes/stream': problem(400, 'cursor', 'is none') });
    const { code } = await runCommand(['feed', '--follow', '--after', 'x'], { url: deployment.url });
    await deployment.close();
    expect(code).toBe(1);
    expect(deployment.heard).toHaveLength(1);
  });
});

describe('server-sent events', () => {
  it('are read however they are cut into chunks, comments and empty ones left out', async () => {
    const bytes = Buffer.from(': hello\n\nid: 1\r\ndata: é\r\n\r\nid: 2\n\ndata:a\ndata: b\n\n');
    for (const size of [1, 2, 3, 7, 100]) {
      const chunks = async function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      };
      const events = [];
      for await (const event of serverSentEvents(chunks())) events.push(event);
      expect(events).toEqual([
        { id: '1', data: 'é' },
        { id: '2', data: 'a\nb' },
      ]);
    }
  });
});
