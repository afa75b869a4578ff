import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HookServer } from './hook-server.js';

/** Two systems that a deployment tells of alerts: one that is there, and one that is dead until it is said to be back. */
export class Receivers {
  private constructor(
    /** Settings of a deployment that is to tell them. */
    readonly env: Readonly<Record<string, string>>,
    readonly live: HookServer,
    readonly dead: HookServer,
  ) {}

  /**
   * @param folder where the list of them goes
   * @param names of those that are on the list; both when absent
   */
  static async open(folder: string, names: readonly ('live' | 'dead')[] = ['live', 'dead']): Promise<Receivers> {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const [live, dead] = await Promise.all([HookServer.open(secret), HookServer.open(secret)]);
    dead.die();
    const urls = { live: live.url, dead: dead.url };
    const listed = names.map((name) => ({ kind: 'webhook', name, url: urls[name], secretEnv: 'DRILL_HOOK_SECRET' }));
    const file = join(folder, 'receivers.json');
    await writeFile(file, JSON.stringify(listed));
    const env = { VILFREDO_RECEIVERS: file, VILFREDO_ALLOW_PRIVATE_TARGETS: 'true', DRILL_HOOK_SECRET: secret };
    return new Receivers(env, live, dead);
  }

  async close(): Promise<void> {
    await Promise.all([this.live.close(), this.dead.close()]);
  }
}
