import { once } from 'node:events';
import { type RequestOptions, request } from 'node:http';

/** Whether a Docker engine answers at one of these addresses (`unix://`, `tcp://` or `http://`) within a second each. */
export async function dockerAnswers(hosts: readonly string[]): Promise<boolean> {
  for (const host of hosts) if (await pings(host)) return true;
  return false;
}

async function pings(host: string): Promise<boolean> {
  const asking = request({ ...placeOf(host), path: '/_ping', signal: AbortSignal.timeout(1_000) });
  asking.end();
  try {
    const [answer] = await once(asking, 'response');
    answer.resume();
    return answer.statusCode === 200;
  } catch {
    return false;
  }
}

function placeOf(host: string): RequestOptions {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  const { hostname, port } = new URL(host.replace(/^tcp:/, 'http:'));
  return { hostname, port: port || 2375 };
}
