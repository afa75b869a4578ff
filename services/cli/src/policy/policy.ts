import { type ExitCode, exitCodes } from '../exit-code.js';
import { readJsonFile } from '../input/read-json-file.js';
import type { Session } from '../session.js';

/** `policy show`: the rules in force, as JSON that can be changed and activated. */
export async function showPolicy(session: Session): Promise<ExitCode> {
  await session.out.json(await session.deployment.get('/policy'));
  return exitCodes.done;
}

/** `policy activate FILE`: puts a policy in force from here on. */
export async function activatePolicy(session: Session, file: string): Promise<ExitCode> {
  const policy = await readJsonFile(file);
  const answer = await session.deployment.send<{ policy: string; activated: boolean }>('PUT', '/policy', policy);
  if (session.json) await session.out.json(answer);
  else await session.out.line(`policy=${answer.policy} activated=${answer.activated}`);
  if (!answer.activated) session.note('these rules are in force already');
  return exitCodes.done;
}
