import { Option } from 'commander';
import { type Verbs, wholeNumber } from '../verbs.js';

/** The verbs about the call list. */
export function callVerbs({ program, on, run }: Verbs): void {
  const calls = on(program, 'calls', 'whom to call next, most valuable and most needy first')
    .option('--agent <a>', 'only the customers of this agent')
    .option('--unowned', 'also those whom nobody looks after; only those without --agent')
    .option('--limit <n>', 'how many', wholeNumber, 50)
    .action((options, command) =>
      run(async (session) => (await import('./calls.js')).calls(session, options), command),
    );
  on(calls, 'show <customer>', 'where one customer stands on the list, and why').action((customer, _, command) =>
    run(async (session) => (await import('./calls.js')).showCall(session, customer), command),
  );
  on(calls, 'done <customer>', 'what came of a call')
    .addOption(
      new Option('--result <result>')
        .choices(['reached', 'no-answer', 'left-message', 'call-back', 'refused', 'wrong-number'])
        .makeOptionMandatory(),
    )
    .option('--call-back-at <t>', 'when they want to be called back')
    .option('--agent <a>', 'who called')
    .addOption(new Option('--channel <channel>').choices(['phone', 'email', 'mail']).default('phone'))
    .option('--at <t>', 'when it was; now when absent')
    .option('--attempt-id <id>', 'the same attempt told again is told once')
    .action((customer, _options, command) =>
      run(
        async (session) => (await import('./calls.js')).callDone(session, customer, command.optsWithGlobals()),
        command,
      ),
    );
}
