import type { Verbs } from '../verbs.js';

/** The verbs about what is parked. */
export function parkedVerbs({ program, on, run }: Verbs): void {
  const parked = on(program, 'parked', 'what could not be processed').action((_, command) =>
    run(async (session) => (await import('./parked.js')).listParked(session), command),
  );
  on(parked, 'show <key>', 'what waits on one customer').action((key, _, command) =>
    run(async (session) => (await import('./parked.js')).showParked(session, key), command),
  );
  on(parked, 'retry <key>', 'tries again, in order').action((key, _, command) =>
    run(async (session) => (await import('./parked.js')).retryParked(session, key), command),
  );
  on(parked, 'skip <key>', 'leaves the event in front out, for ever and on the record')
    .requiredOption('--why <text>', 'why it may be left out')
    .action((key, { why }, command) =>
      run(async (session) => (await import('./parked.js')).skipParked(session, key, why), command),
    );
}
