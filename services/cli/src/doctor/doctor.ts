import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import type { Column } from '../tables/table.js';
import { checkDeployment } from './check-deployment.js';
import { checkDataFolder, checkInstallation } from './check-installation.js';
import type { Finding } from './finding.js';

const columns: readonly Column[] = [
  { title: 'Check', kind: 'text' },
  { title: '', kind: 'text' },
  { title: 'Found', kind: 'text' },
];

/** `doctor`: looks at everything that has to be right, and says what to do; exits 1 when something is wrong. */
export async function doctor(session: Session, { data }: { data?: string }): Promise<ExitCode> {
  const { config, clock } = session.surroundings;
  const findings = [
    ...(await checkInstallation(config.installation, process.versions.node)),
    ...(await checkDeployment(session.deployment, clock)),
    ...(isThisMachine(session.url) ? [await checkDataFolder(data ?? config.dataFolder)] : []),
  ];
  const isWrong = findings.some(({ state }) => state === 'wrong');
  if (session.json) await session.out.json({ wrong: isWrong, findings });
  else await tell(session, findings);
  return isWrong ? exitCodes.failed : exitCodes.done;
}

async function tell({ out }: Session, findings: readonly Finding[]): Promise<void> {
  await out.table(
    columns,
    findings.map(({ check, state, found }) => [check, state, found]),
  );
  const advised = findings.filter(({ advice }) => advice !== undefined);
  if (advised.length === 0) return out.line('\neverything is in order');
  await out.line('\nwhat to do');
  for (const { check, advice } of advised) await out.line(`  ${check}: ${advice}`);
}

function isThisMachine(url: string): boolean {
  return ['localhost', '[::1]'].includes(new URL(url).hostname) || /^127\./.test(new URL(url).hostname);
}
