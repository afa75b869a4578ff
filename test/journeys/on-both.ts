import { describeWithStack } from '@vilfredo/local-stack';
import type { AskedDeployment } from './asked-deployment.js';
import { RunningServer } from './running-server.js';
import { StackUnderTest } from './stack-under-test.js';

/** A journey on one process with a data folder, and on services as processes of their own with a broker and a database. */
export function onBoth(name: string, journey: (server: () => AskedDeployment) => void): void {
  describe(`${name}, in one process`, () => {
    let server: RunningServer;
    beforeAll(async () => {
      server = await RunningServer.prepare();
      await server.start();
    });
    afterAll(() => server.dispose());
    journey(() => server);
  });
  describeWithStack(`${name}, on the stack`, (servers) => {
    let stack: StackUnderTest;
    beforeAll(async () => {
      stack = new StackUnderTest(servers());
      await stack.start(2);
    }, 120_000);
    afterAll(() => stack.dispose(), 60_000);
    journey(() => stack);
  });
}
