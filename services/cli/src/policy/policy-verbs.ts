import { type Verbs, wholeNumber } from '../verbs.js';

/** The verbs about the rules. */
export function policyVerbs({ program, on, run }: Verbs): void {
  const policy = on(program, 'policy', 'the rules');
  on(policy, 'show', 'the rules in force').action((_, command) =>
    run(async (session) => (await import('./policy.js')).showPolicy(session), command),
  );
  on(policy, 'activate <file>', 'puts rules in force').action((file, _, command) =>
    run(async (session) => (await import('./policy.js')).activatePolicy(session, file), command),
  );
  on(policy, 'fit', 'the rules in force, with their models fitted to the customers of the book')
    .option('--out <file>', 'keeps these rules, to be tried and activated')
    .action((options, command) =>
      run(async (session) => (await import('./fit-policy.js')).fitPolicy(session, options), command),
    );
  on(policy, 'try <file>', 'replays history under other rules, and says what would have been different')
    .option('--from <t>', 'the first moment (a year before the last)')
    .option('--to <t>', 'the last moment (now)')
    .option('--limit <n>', 'how many of the customers moved most (50)', wholeNumber)
    .option('--every <days>', 'days from one set of cut-offs to the next (7)', wholeNumber)
    .action((file, options, command) =>
      run(async (session) => (await import('./try-policy.js')).tryPolicy(session, file, options), command),
    );
}
