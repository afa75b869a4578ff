import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { answerFor, type ExitCode, exitCodes } from './exit-code.js';
import { Session, type Surroundings } from './session.js';

type Verb = (session: Session) => Promise<ExitCode>;

const sortings = ['value', 'risk', 'qualification', 'clv'];

/** Runs one command. Never throws; says on standard error what went wrong. @returns what the shell is to be told */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const say = (text: string) => void surroundings.stderr.write(text);
  let code: ExitCode = exitCodes.done;
  const program = vilfredo(surroundings.config.version, async (verb, command) => {
    code = await verb(new Session(surroundings, command.optsWithGlobals()));
  });
  const help: string[] = [];
  overAll(program, (command) =>
    command.exitOverride().configureOutput({ writeOut: (text) => help.push(text), writeErr: say }),
  );
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (surroundings.interrupted.aborted) return exitCodes.interrupted;
    if (error instanceof CommanderError) {
      for (const text of help) await surroundings.out.line(text.trimEnd());
      return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
    }
    const answer = answerFor(error, surroundings.config);
    say(`vilfredo: ${answer.message}\n`);
    return answer.code;
  }
  return surroundings.interrupted.aborted && code !== exitCodes.done ? exitCodes.interrupted : code;
}

function overAll(command: Command, each: (command: Command) => void): void {
  each(command);
  for (const child of command.commands) overAll(child, each);
}

/** The verbs. What a verb needs is loaded when it is asked for, so that each starts fast. */
function vilfredo(version: string, run: (verb: Verb, command: Command) => Promise<void>): Command {
  const program = new Command('vilfredo')
    .description('live customer value and churn risk from orders and contacts, explained and replayable')
    .option('--url <url>', 'the deployment (VILFREDO_URL; http://127.0.0.1:8080)')
    .version(version, '--version')
    .option('--json', 'answer for machines')
    .showHelpAfterError('(--help shows what there is)')
    .configureHelp({ showGlobalOptions: true });
  const on = (parent: Command, usage: string, description: string) =>
    parent.command(usage).description(description).configureHelp({ showGlobalOptions: true });

  on(program, 'score <file...>', 'scores the customers of an export of orders and contacts, without any server')
    .option('--mapping <m>', 'a shipped mapping by name, or a file; again for the next file; none for NDJSON', oneMore)
    .option('--policy <file>', 'other rules than the shipped ones')
    .option('--as-of <t>', 'the day or time to stand at; later records are left out')
    .option('--window <w>', 'all, or days such as 365d')
    .option('--out <dir>', 'writes customers, values, changes and a report there')
    .action((files, options, command) =>
      run(async (session) => (await import('./score/score.js')).score(session, files, options), command),
    );
  on(program, 'backtest <file...>', 'tries the model on what came after: needs no server')
    .option('--mapping <m>', 'a shipped mapping by name, or a file; none for NDJSON')
    .option('--calibration-weeks <n>', 'what is taken for known, from the first order on', wholeNumber, 39)
    .option('--horizon-weeks <n>', 'what is foretold', wholeNumber, 39)
    .action((files, options, command) =>
      run(async (session) => (await import('./backtest/backtest.js')).backtest(session, files, options), command),
    );
  on(program, 'import', 'sends files to the deployment')
    .argument(
      '<kind>',
      'orders, interactions or customers; lines of NDJSON may be any',
      oneOf('orders', 'interactions', 'customers'),
    )
    .argument('<file...>', 'CSV or NDJSON, plain or .gz; - is standard input')
    .option('--mapping <m>', 'a shipped mapping by name, or a file; none for NDJSON')
    .option('--dry-run', 'reads and checks everything, takes nothing in')
    .option('--source <name>', 'of mails (.eml, .mbox): what they are recorded under (mail)')
    .option('--own <address...>', 'of mails: own addresses and domains')
    .action((kind, files, options, command) =>
      run(async (session) => (await import('./import/import.js')).importFiles(session, kind, files, options), command),
    );
  on(program, 'customers', 'the book, most valuable first')
    .addOption(new Option('--tier <tier>').choices(['top', 'core']))
    .addOption(new Option('--abc <class>').choices(['A', 'B', 'C']))
    .addOption(new Option('--state <state>').choices(['prospect', 'new', 'active', 'dormant', 'lost']))
    .addOption(new Option('--risk <band>').choices(['low', 'watch', 'high', 'critical']))
    .addOption(new Option('--class <n>').choices(['1', '2', '3', '4']))
    .addOption(new Option('--silence <state>').choices(['on-time', 'overdue', 'very-overdue']))
    .option('--product <sku>', 'who bought it in the window')
    .addOption(new Option('--sort <by>', 'value; qualification for prospects').choices(sortings))
    .option('--limit <n>', 'how many', wholeNumber, 50)
    .action((options, command) =>
      run(async (session) => (await import('./customers/customers.js')).customers(session, options), command),
    );
  on(program, 'show <id>', 'one customer')
    .option('--as-of <t>', 'as things stood then')
    .option('--known-at <t>', 'as far as it had been recorded then')
    .action((id, options, command) =>
      run(async (session) => (await import('./show/show.js')).show(session, id, options), command),
    );
  on(program, 'explain <id>', 'every part of a score in words, and the events behind it')
    .option('--as-of <t>', 'as things stood then')
    .option('--known-at <t>', 'as far as it had been recorded then')
    .option('--events <n>', 'events shown behind each part', wholeNumber, 5)
    .action((id, options, command) =>
      run(async (session) => (await import('./explain/explain.js')).explain(session, id, options), command),
    );
  on(program, 'feed', 'score changes as NDJSON')
    .option('--after <cursor>', 'only what came after')
    .option('--follow', 'goes on with what comes, until interrupted')
    .action((options, command) =>
      run(async (session) => (await import('./feed/feed.js')).feed(session, options), command),
    );
  const alerts = on(program, 'alerts', 'whom somebody should look after, and why; the most pressing first')
    .option('--open', 'only those that are not over')
    .option('--rule <rule>', 'only those of this rule')
    .addOption(new Option('--severity <severity>').choices(['info', 'warning', 'serious', 'critical']))
    .option('--agent <a>', 'only those of the customers of this agent')
    .option('--customer <id>', 'only those of this customer')
    .option('--limit <n>', 'how many', wholeNumber, 50)
    .action((options, command) =>
      run(async (session) => (await import('./alerts/alerts.js')).alerts(session, options), command),
    );
  on(alerts, 'show <id>', 'one alert, with every reason and the events behind it').action((id, _, command) =>
    run(async (session) => (await import('./alerts/alerts.js')).showAlert(session, id), command),
  );
  on(alerts, 'rules', 'how often each rule was right, and how early').action((_, command) =>
    run(async (session) => (await import('./alerts/alerts.js')).alertRules(session), command),
  );
  on(alerts, 'ack <id>', 'somebody takes it on')
    .option('--by <who>', 'who does')
    .action((id, { by }, command) =>
      run(
        async (session) => (await import('./alerts/alerts.js')).decideAlert(session, 'acknowledge', id, { by }),
        command,
      ),
    );
  on(alerts, 'snooze <id>', 'puts it aside')
    .requiredOption('--until <t>', 'when it is to come back')
    .option('--by <who>', 'who does')
    .action((id, { until, by }, command) =>
      run(
        async (session) => (await import('./alerts/alerts.js')).decideAlert(session, 'snooze', id, { until, by }),
        command,
      ),
    );
  on(alerts, 'resolve <id>', 'it is over')
    .addOption(
      new Option('--outcome <outcome>').choices(['recovered', 'lost', 'false-alarm', 'ignored']).makeOptionMandatory(),
    )
    .option('--why <text>', 'why it is over')
    .option('--by <who>', 'who says so')
    .action((id, { outcome, why, by }, command) =>
      run(
        async (session) =>
          (await import('./alerts/alerts.js')).decideAlert(session, 'resolve', id, { outcome, why, by }),
        command,
      ),
    );
  const calls = on(program, 'calls', 'whom to call next, most valuable and most needy first')
    .option('--agent <a>', 'only the customers of this agent')
    .option('--unowned', 'also those whom nobody looks after; only those without --agent')
    .option('--limit <n>', 'how many', wholeNumber, 50)
    .action((options, command) =>
      run(async (session) => (await import('./calls/calls.js')).calls(session, options), command),
    );
  on(calls, 'show <customer>', 'where one customer stands on the list, and why').action((customer, _, command) =>
    run(async (session) => (await import('./calls/calls.js')).showCall(session, customer), command),
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
        async (session) => (await import('./calls/calls.js')).callDone(session, customer, command.optsWithGlobals()),
        command,
      ),
    );
  const parked = on(program, 'parked', 'what could not be processed').action((_, command) =>
    run(async (session) => (await import('./parked/parked.js')).listParked(session), command),
  );
  on(parked, 'show <key>', 'what waits on one customer').action((key, _, command) =>
    run(async (session) => (await import('./parked/parked.js')).showParked(session, key), command),
  );
  on(parked, 'retry <key>', 'tries again, in order').action((key, _, command) =>
    run(async (session) => (await import('./parked/parked.js')).retryParked(session, key), command),
  );
  on(parked, 'skip <key>', 'leaves the event in front out, for ever and on the record')
    .requiredOption('--why <text>', 'why it may be left out')
    .action((key, { why }, command) =>
      run(async (session) => (await import('./parked/parked.js')).skipParked(session, key, why), command),
    );
  const receivers = on(program, 'receivers', 'who is told of alerts and score changes, and how far they are').action(
    (_, command) => run(async (session) => (await import('./receivers/receivers.js')).listReceivers(session), command),
  );
  on(receivers, 'enable <name>', 'lets a receiver go on where it stopped, and tries at once what failed').action(
    (name, _, command) =>
      run(async (session) => (await import('./receivers/receivers.js')).enableReceiver(session, name), command),
  );
  on(receivers, 'replay <name>', 'sends again what was recorded since')
    .option('--since <t>', 'a time')
    .option('--after <cursor>', 'a place in the log')
    .action((name, options, command) =>
      run(
        async (session) => (await import('./receivers/receivers.js')).replayReceiver(session, name, options),
        command,
      ),
    );
  on(receivers, 'test <name>', 'sends a trial message').action((name, _, command) =>
    run(async (session) => (await import('./receivers/receivers.js')).testReceiver(session, name), command),
  );
  const policy = on(program, 'policy', 'the rules');
  on(policy, 'show', 'the rules in force').action((_, command) =>
    run(async (session) => (await import('./policy/policy.js')).showPolicy(session), command),
  );
  on(policy, 'activate <file>', 'puts rules in force').action((file, _, command) =>
    run(async (session) => (await import('./policy/policy.js')).activatePolicy(session, file), command),
  );
  on(policy, 'fit', 'the rules in force, with their models fitted to the customers of the book')
    .option('--out <file>', 'keeps these rules, to be tried and activated')
    .action((options, command) =>
      run(async (session) => (await import('./policy/fit-policy.js')).fitPolicy(session, options), command),
    );
  on(policy, 'try <file>', 'replays history under other rules, and says what would have been different')
    .option('--from <t>', 'the first moment (a year before the last)')
    .option('--to <t>', 'the last moment (now)')
    .option('--limit <n>', 'how many of the customers moved most (50)', wholeNumber)
    .option('--every <days>', 'days from one set of cut-offs to the next (7)', wholeNumber)
    .action((file, options, command) =>
      run(async (session) => (await import('./policy/try-policy.js')).tryPolicy(session, file, options), command),
    );
  on(program, 'rebuild', 'folds the log again')
    .option('--check', 'beside the live views, and compares')
    .action((options, command) =>
      run(async (session) => (await import('./rebuild/rebuild.js')).rebuild(session, options), command),
    );
  on(program, 'doctor', 'checks everything that has to be right, and says what to do')
    .option('--data <dir>', 'the data folder (VILFREDO_DATA; ./data)')
    .action((options, command) =>
      run(async (session) => (await import('./doctor/doctor.js')).doctor(session, options), command),
    );
  return program;
}

function oneMore(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function oneOf(...words: readonly string[]): (text: string) => string {
  return (text) => {
    if (words.includes(text)) return text;
    throw new InvalidArgumentError(`Allowed are ${words.join(', ')}.`);
  };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}
