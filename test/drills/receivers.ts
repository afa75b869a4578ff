import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HookServer } from './hook-server.js';

/** Two systems that a deployment tells of alerts: one that is there, and one that is dead until it is said to be back. */
export class Receivers {
  private constructor(
    private readonly file: string,
    private readonly secret: string,
    readonly live: HookServer,
    readonly dead: HookServer,
  ) {}

  /** @param folder where the list of them goes */
  static async open(folder: string): Promise<Receivers> {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const [live, dead] = await Promise.all([HookServer.open(secret), HookServer.open(secret)]);
    dead.die();
    const receivers = new Receivers(join(folder, 'receivers.json'), secret, live, dead);
    await receivers.list(['live', 'dead']);
    return receivers;
  }

  /** Settings of a deployment that is to tell them. */
  get env(): Readonly<Record<string, string>> {
    const { file, secret } = this;
    return { VILFREDO_RECEIVERS: file, VILFREDO_ALLOW_PRIVATE_TARGETS: 'true', DRILL_HOOK_SECRET: secret };
  }

  /** Who is on the list of a deployment that is started from now on. */
  async list(names: readonly ('live' | 'dead')[]): Promise<void> {
    const urls = { live: this.live.url, dead: this.dead.url };
    const listed = names.map((name) => ({ kind: 'webhook', name, url: urls[name], secretEnv: 'DRILL_HOOK_SECRET' }));
    await writeFile(this.file, JSON.stringify(listed));
  }

  async close(): Promise<void> {
    await Promise.all([this.live.close(), this.dead.close()]);
  }
}
