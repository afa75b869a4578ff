import type { Readable } from 'node:stream';
import { Failure } from '@vilfredo/event-sourcing';
import type { DeploymentClient } from '../deployment/deployment-client.js';
import { Upload } from './upload.js';

const broken = new Failure('unavailable', 'the connection broke off');
const listener = { onProgress: () => undefined, onRefused: () => undefined };

/** Takes the request and then hangs up: the body ends with the socket's own error, before the request fails. */
function hangingUp(): DeploymentClient {
  const open = (_: string, { body }: { body: Readable }) =>
    new Promise((_resolve, reject) => {
      setTimeout(() => body.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })), 10);
      setTimeout(() => reject(broken), 30);
    });
  return { send: async () => ({ id: 'x' }), open } as unknown as DeploymentClient;
}

describe('lines on their way to an import', () => {
  it('given a deployment that hangs up while they wait, then it takes no more and says what the connection says', async () => {
    const upload = new Upload(hangingUp(), 'a.ndjson', { kind: 'orders', mapping: null, dryRun: false }, listener);
    await upload.write(['x'.repeat(1_000_000)], 1);
    expect(upload.isOver).toBe(true);
    await expect(upload.end()).rejects.toBe(broken);
  });
});
