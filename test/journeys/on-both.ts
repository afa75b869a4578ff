import { describeWithStack } from '@vilfredo/local-stack';
import type { AskedDeployment } from './asked-deployment.js';
import { RunningServer } from './running-server.js';
import { StackUnderTest } from './stack-under-test.js';

/** What a journey needs around its deployment, made before that starts. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const nothing = async (): Promise<Surroundings> => ({ environment: {}, close: async () => undefined });

/** A journey on one process with a data folder, and on services as processes of their own with a broker and a database. */
export function onBoth(name: string, journey: (server: () => AskedDeployment) => void): void;
export function onBoth<S extends Surroundings>(
  name: string,
  journey: (server: () => AskedDeployment, surroundings: () => S) => void,
  surround: () => Promise<S>,
): void;
export function onBoth<S extends Surroundings>(
  name: string,
  journey: (server: () => AskedDeployment, surroundings: () => S) => void,
  surround: () => Promise<S> = nothing as () => Promise<S>,
): void {
  let around: S;
  describe(`${name}, in one process`, () => {
    let server: RunningServer;
    beforeAll(async () => {
      around = await surround();
      server = await RunningServer.prepare(around.environment);
      await server.start();
    }, 60_000);
    afterAll(async () => {
      await server.dispose();
      await around.close();
    });
    journey(
      () => server,
      () => around,
    );
  });
  describeWithStack(`${name}, on the stack`, (servers) => {
    let stack: StackUnderTest;
    beforeAll(async () => {
      around = await surround();
      stack = new StackUnderTest(servers(), around.environment);
      await stack.start(2);
    }, 120_000);
    afterAll(async () => {
      await stack.dispose();
      await around.close();
    }, 60_000);
    journey(
      () => stack,
      () => around,
    );
  });
}
