import type { Clock } from '@vilfredo/event-sourcing';
import { failureOf } from '@vilfredo/event-sourcing';
import type { DeploymentClient } from '../deployment/deployment-client.js';
import { parsed } from '../deployment/plain-words.js';
import { ok, wrong } from './check-installation.js';
import type { Finding } from './finding.js';

const clockToleranceMs = 5_000;
const lagTolerated = 10_000;

type Probe = Awaited<ReturnType<DeploymentClient['probe']>>;

/** Whether the deployment answers, is alive and ready, keeps up, has nothing parked, and tells the same time. */
export async function checkDeployment(deployment: DeploymentClient, clock: Clock): Promise<readonly Finding[]> {
  let live: Probe;
  try {
    live = await deployment.probe('/health/live');
  } catch (error) {
    return [wrong('deployment', 'does not answer', failureOf(error).reason)];
  }
  const heardAt = clock();
  if (parsed(live.text) === undefined) {
    const advice = 'another program is listening there: name the deployment with --url or VILFREDO_URL';
    return [wrong('deployment', `${deployment.url} does not answer as Vilfredo does`, advice)];
  }
  return [
    ok('deployment', `answers at ${deployment.url}`),
    aliveness(live),
    readiness(await deployment.probe('/health/ready')),
    startup(await deployment.probe('/health/startup')),
    lag((await deployment.probe('/metrics')).text),
    await parked(deployment),
    ...(await currencies(deployment)),
    clockDifference(live.headers.date, heardAt),
  ];
}

function aliveness({ status, text }: Probe): Finding {
  const { stalled = [] } = parsed(text) as { stalled?: readonly string[] };
  if (status === 200) return ok('live', 'every loop goes round');
  return wrong(
    'live',
    `stalled: ${stalled.join(', ')}`,
    'read its log for the cause, then restart it: nothing is lost',
  );
}

function readiness({ status, text }: Probe): Finding {
  if (status === 200) return ok('ready', 'takes requests');
  const { missing = [] } = (parsed(text) ?? {}) as { missing?: readonly string[] };
  return wrong(
    'ready',
    missing.join('; ') || `status ${status}`,
    'wait a little if it has just been started; else mend what it names',
  );
}

function startup({ status }: Probe): Finding {
  return status === 200
    ? ok('started', 'start-up is over')
    : wrong('started', 'still starting', 'wait: it may be filling or rebuilding its views');
}

/** Reads the Prometheus text: one sample per group. */
function lag(metrics: string): Finding {
  const samples = [...metrics.matchAll(/^vilfredo_lag_events(?:_now)?(?:\{[^}]*\})? (\S+)$/gm)].map(([, value]) =>
    Number(value),
  );
  if (samples.length === 0) {
    return { check: 'lag', state: 'notice', found: 'not told', advice: '/metrics does not show vilfredo_lag_events' };
  }
  const events = Math.max(...samples);
  const found = `${events.toLocaleString('en-GB')} events behind`;
  if (events > lagTolerated) {
    return wrong(
      'lag',
      found,
      'normal while a large import is folded; if it grows without one, give scoring more room',
    );
  }
  return ok('lag', found);
}

async function parked(deployment: DeploymentClient): Promise<Finding> {
  const { status, text } = await deployment.probe('/parked?limit=1000');
  const { items = [], next } = (parsed(text) ?? {}) as { items?: readonly { key: string }[]; next?: string | null };
  if (status !== 200) return wrong('parked', `cannot be told (status ${status})`, 'read the log of the deployment');
  if (items.length === 0) return ok('parked', 'nothing');
  const keys = items.slice(0, 5).map(({ key }) => key);
  const all = next == null ? String(items.length) : `more than ${items.length}`;
  return wrong(
    'parked',
    `${all} customers: ${keys.join(', ')}${items.length > keys.length ? ', …' : ''}`,
    `see why with \`vilfredo parked show ${keys[0]}\`, then retry or skip it`,
  );
}

/** Amounts are added as they are: there are no rates. */
async function currencies(deployment: DeploymentClient): Promise<readonly Finding[]> {
  const { status, text } = await deployment.probe('/summary');
  const { currencies = [] } = (parsed(text) ?? {}) as { currencies?: readonly string[] };
  if (status !== 200 || currencies.length < 2) return [];
  const advice = `name one of them in the policy (currency): orders in another are parked then, to be told again in that one`;
  return [wrong('currency', `orders come in ${currencies.join(', ')}, and are added up as if they were one`, advice)];
}

/** The Date header is cut to the second. */
function clockDifference(date: string | undefined, heardAt: number): Finding {
  const told = Date.parse(date ?? '');
  if (Number.isNaN(told)) return { check: 'clock', state: 'notice', found: 'the deployment does not tell its time' };
  const apart = Math.max(0, Math.abs(heardAt - told - 500) - 500);
  const found = `${(apart / 1_000).toFixed(0)} s apart from this machine's`;
  if (apart <= clockToleranceMs) return ok('clock', found);
  return wrong(
    'clock',
    found,
    'set both clocks by NTP: orders dated a day ahead are refused, silence is counted in days',
  );
}
