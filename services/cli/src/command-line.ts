import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { answerFor, type ExitCode, exitCodes, notOffered } from './exit-code.js';
import { Session, type Surroundings } from './session.js';

type Verb = (session: Session) => Promise<ExitCode>;

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
    .description('live customer value from orders as they happen, explained and replayable')
    .option('--url <url>', 'the deployment (VILFREDO_URL; http://127.0.0.1:8080)')
    .version(version, '--version')
    .option('--json', 'answer for machines')
    .showHelpAfterError('(--help shows what there is)')
    .configureHelp({ showGlobalOptions: true });
  const on = (parent: Command, usage: string, description: string) =>
    parent.command(usage).description(description).configureHelp({ showGlobalOptions: true });

  on(program, 'score <file...>', 'scores the customers of an export, without any server')
    .option('--mapping <m>', 'a shipped mapping by name, or a file; none for NDJSON')
    .option('--policy <file>', 'other rules than the shipped ones')
    .option('--as-of <t>', 'the day or time to stand at; later records are left out')
    .option('--window <w>', 'all, or days such as 365d')
    .option('--out <dir>', 'writes customers, values, changes and a report there')
    .action((files, options, command) =>
      run(async (session) => (await import('./score/score.js')).score(session, files, options), command),
    );
  on(program, 'import', 'sends files to the deployment')
    .argument('<kind>', 'orders, interactions or customers', oneOf('orders', 'interactions', 'customers'))
    .argument('<file...>', 'CSV or NDJSON, plain or .gz; - is standard input')
    .option('--mapping <m>', 'a shipped mapping by name, or a file; none for NDJSON')
    .option('--dry-run', 'reads and checks everything, takes nothing in')
    .action((kind, files, options, command) =>
      run(async (session) => (await import('./import/import.js')).importFiles(session, kind, files, options), command),
    );
  on(program, 'customers', 'the book, most valuable first')
    .addOption(new Option('--tier <tier>').choices(['top', 'core']))
    .addOption(new Option('--abc <class>').choices(['A', 'B', 'C']))
    .addOption(new Option('--state <state>').choices(['prospect', 'new', 'active', 'dormant', 'lost']))
    .addOption(new Option('--risk <band>').choices(['low', 'watch', 'high', 'critical']))
    .addOption(new Option('--class <n>').choices(['1', '2', '3', '4']))
    .addOption(new Option('--sort <by>').choices(['value', 'risk', 'clv']).default('value'))
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
  const policy = on(program, 'policy', 'the rules');
  on(policy, 'show', 'the rules in force').action((_, command) =>
    run(async (session) => (await import('./policy/policy.js')).showPolicy(session), command),
  );
  on(policy, 'activate <file>', 'puts rules in force').action((file, _, command) =>
    run(async (session) => (await import('./policy/policy.js')).activatePolicy(session, file), command),
  );
  on(policy, 'try <file>', 'replays history under other rules')
    .option('--from <t>')
    .option('--to <t>')
    .action((_file, _options, command) => run(() => Promise.reject(notOffered('policy try')), command));
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
