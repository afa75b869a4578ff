import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AlertReceiver {
  /** What a deployment is started with to tell it of every alert that is raised. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * A server that takes webhooks of alerts and looks at nothing but what each rests on.
 * @param folder in which the settings are written
 * @param onCauses is told the causes of an alert the moment its webhook has come
 */
export async function alertReceiver(
  folder: string,
  onCauses: (causes: readonly string[]) => void,
): Promise<AlertReceiver> {
  const server = createServer(async (request, answer) => {
    const { data } = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8')) as {
      data: { because: { causes: readonly string[] } };
    };
    onCauses(data.because.causes);
    answer.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const file = `${folder}/receivers.json`;
  const receiver = { name: 'bench', kind: 'webhook', url, secretEnv: 'BENCH_SECRET', types: ['AlertRaised'] };
  await writeFile(file, JSON.stringify([receiver]));
  return {
    environment: {
      VILFREDO_RECEIVERS: file,
      VILFREDO_ALLOW_PRIVATE_TARGETS: 'true',
      BENCH_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
    },
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
