import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JavaServer } from './java-server.js';

export interface LocalServer {
  /** Of its present process; another one after `restart`. */
  readonly pid: number;
  /** SIGTERM, and SIGKILL when that does not help; then a temporary folder is removed. */
  stop(): Promise<void>;
  /** SIGKILL: what was acknowledged is on the medium, if there is one. */
  kill(): Promise<void>;
  /** Serves again on the same port with the same data; a running server is stopped first. */
  restart(): Promise<void>;
}

/** A folder for one run of a server. */
export function newServerFolder(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `vilfredo-${name}-`));
}

/** @param temporaryFolder removed when the server is stopped for good */
export function localServer(server: JavaServer, temporaryFolder: string | undefined): LocalServer {
  return {
    get pid() {
      return server.pid;
    },
    kill: () => server.kill(),
    async stop() {
      await server.stop();
      if (temporaryFolder !== undefined) await rm(temporaryFolder, { recursive: true, force: true, maxRetries: 3 });
    },
    async restart() {
      await server.stop();
      await server.start();
    },
  };
}
