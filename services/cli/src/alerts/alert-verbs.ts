import { Option } from 'commander';
import { type Verbs, wholeNumber } from '../verbs.js';

/** The verbs about alerts. */
export function alertVerbs({ program, on, run }: Verbs): void {
  const alerts = on(program, 'alerts', 'whom somebody should look after, and why; the most pressing first')
    .option('--open', 'only those that are not over')
    .option('--rule <rule>', 'only those of this rule')
    .addOption(new Option('--severity <severity>').choices(['info', 'warning', 'serious', 'critical']))
    .option('--agent <a>', 'only those of the customers of this agent')
    .option('--customer <id>', 'only those of this customer')
    .option('--limit <n>', 'how many', wholeNumber, 50)
    .action((options, command) =>
      run(async (session) => (await import('./alerts.js')).alerts(session, options), command),
    );
  on(alerts, 'show <id>', 'one alert, with every reason and the events behind it').action((id, _, command) =>
    run(async (session) => (await import('./alerts.js')).showAlert(session, id), command),
  );
  on(alerts, 'rules', 'how often each rule was right, and how early').action((_, command) =>
    run(async (session) => (await import('./alerts.js')).alertRules(session), command),
  );
  on(alerts, 'ack <id>', 'somebody takes it on')
    .option('--by <who>', 'who does')
    .action((id, { by }, command) =>
      run(async (session) => (await import('./alerts.js')).decideAlert(session, 'acknowledge', id, { by }), command),
    );
  on(alerts, 'snooze <id>', 'puts it aside')
    .requiredOption('--until <t>', 'when it is to come back')
    .option('--by <who>', 'who does')
    .action((id, { until, by }, command) =>
      run(async (session) => (await import('./alerts.js')).decideAlert(session, 'snooze', id, { until, by }), command),
    );
  on(alerts, 'resolve <id>', 'it is over')
    .addOption(
      new Option('--outcome <outcome>').choices(['recovered', 'lost', 'false-alarm', 'ignored']).makeOptionMandatory(),
    )
    .option('--why <text>', 'why it is over')
    .option('--by <who>', 'who says so')
    .action((id, { outcome, why, by }, command) =>
      run(
        async (session) => (await import('./alerts.js')).decideAlert(session, 'resolve', id, { outcome, why, by }),
        command,
      ),
    );
}
