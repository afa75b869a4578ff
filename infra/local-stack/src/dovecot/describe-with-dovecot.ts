import { Failure } from '@vilfredo/event-sourcing';
import { testSettings } from '../config.js';
import { missingForDovecot } from './dovecot-programs.js';
import { type LocalMailServer, startDovecot } from './start-dovecot.js';

/** How long the first suite ever may wait for the packages, in milliseconds. */
const patience = 120_000;

/**
 * A suite that needs a real mail server; `server()` gives it to hooks and tests, which may kill and restart it: it is
 * the suite's own. Where none can be had the suite is skipped, by a name that says why; in continuous integration it fails.
 */
export function describeWithDovecot(name: string, suite: (server: () => LocalMailServer) => void): void {
  let running: LocalMailServer | undefined;
  const server = () => {
    if (running === undefined) throw new Failure('bug', 'there is a server only while tests and hooks run');
    return running;
  };
  const missing = missingForDovecot();
  const why = `Dovecot from Debian's packages needs ${missing.join(', ')}`;
  if (missing.length === 0) {
    describe(`${name} [Dovecot]`, () => {
      beforeAll(async () => {
        running = await startDovecot();
      }, patience);
      suite(server);
      afterAll(async () => running?.stop());
    });
  } else if (testSettings().isContinuousIntegration) {
    describe(name, () => {
      it('has the mail server that it needs', () => {
        throw new Failure('unavailable', why);
      });
    });
  } else {
    describe.skip(`${name} (skipped: ${why})`, () => suite(server));
  }
}
