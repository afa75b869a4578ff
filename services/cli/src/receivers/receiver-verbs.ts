import type { Verbs } from '../verbs.js';

/** The verbs about receivers. */
export function receiverVerbs({ program, on, run }: Verbs): void {
  const receivers = on(program, 'receivers', 'who is told of alerts and score changes, and how far they are').action(
    (_, command) => run(async (session) => (await import('./receivers.js')).listReceivers(session), command),
  );
  on(receivers, 'enable <name>', 'lets a receiver go on where it stopped, and tries at once what failed').action(
    (name, _, command) =>
      run(async (session) => (await import('./receivers.js')).enableReceiver(session, name), command),
  );
  on(receivers, 'replay <name>', 'sends again what was recorded since')
    .option('--since <t>', 'a time')
    .option('--after <cursor>', 'a place in the log')
    .action((name, options, command) =>
      run(async (session) => (await import('./receivers.js')).replayReceiver(session, name, options), command),
    );
  on(receivers, 'test <name>', 'sends a trial message').action((name, _, command) =>
    run(async (session) => (await import('./receivers.js')).testReceiver(session, name), command),
  );
}
