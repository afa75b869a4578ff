import { isIPv4 } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Failure } from '@vilfredo/event-sourcing';

export interface ListenSettings {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Whether callers must prove who they are: without, only this machine may call. */
  readonly authentication: boolean;
}

/**
 * Starts to serve.
 * @returns the address served, like `http://127.0.0.1:8080`
 * @throws Failure `refused` for a host beyond this machine without authentication, `unavailable` when the address
 *   cannot be had; the reason says how to mend it.
 */
export async function listen(
  app: NestFastifyApplication,
  { host, port, authentication }: ListenSettings,
): Promise<string> {
  requireSafeHost({ host, authentication });
  try {
    await app.listen(port, host);
  } catch (error) {
    throw new Failure('unavailable', plainly(error, host, port), { cause: error });
  }
  const address = app.getHttpServer().address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
}

/**
 * To be asked before anything is opened.
 * @throws Failure `refused` for a host beyond this machine without authentication
 */
export function requireSafeHost({ host, authentication }: Pick<ListenSettings, 'host' | 'authentication'>): void {
  if (authentication || isLoopback(host)) return;
  throw new Failure(
    'refused',
    `${host} can be reached from other machines, and no authentication is configured: serve on 127.0.0.1 (--host, VILFREDO_HOST), or configure authentication`,
  );
}

/** Whether only this machine can reach the host. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIPv4(host) && host.startsWith('127.');
}

function plainly(error: unknown, host: string, port: number): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is taken by another program: stop it, or give another port with --port N (VILFREDO_PORT)`;
    case 'EACCES':
      return `this user may not open port ${port}: give one above 1023 with --port N (VILFREDO_PORT)`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine: give another with --host H (VILFREDO_HOST)`;
    default:
      return `cannot serve on ${host} port ${port}: ${code ?? message}`;
  }
}
