import { Command, CommanderError, Option } from 'commander';
import { alertVerbs } from './alerts/alert-verbs.js';
import { callVerbs } from './calls/call-verbs.js';
import { answerFor, type ExitCode, exitCodes } from './exit-code.js';
import { parkedVerbs } from './parked/parked-verbs.js';
import { policyVerbs } from './policy/policy-verbs.js';
import { receiverVerbs } from './receivers/receiver-verbs.js';
import { Session, type Surroundings } from './session.js';
import { oneMore, oneOf, type Verb, type Verbs, wholeNumber } from './verbs.js';

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

/** All verbs, in the order in which help names them. */
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
  const verbs: Verbs = { program, on, run };

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
  alertVerbs(verbs);
  callVerbs(verbs);
  parkedVerbs(verbs);
  receiverVerbs(verbs);
  policyVerbs(verbs);
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
