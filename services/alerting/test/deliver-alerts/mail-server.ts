import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  readonly url: string;
  readonly mails: Email[];
  /** How the next mails are answered: null takes them. */
  refuseWith: { responseCode: number; message: string } | null;
  close(): Promise<void>;
}

/** A real SMTP server that keeps what it takes. */
export async function mailServer(): Promise<MailServer> {
  const state = { mails: [] as Email[], refuseWith: null as MailServer['refuseWith'] };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: async (stream, _session, done) => {
      const mail = await PostalMime.parse(Buffer.concat(await stream.toArray()));
      if (state.refuseWith !== null) {
        const { responseCode, message } = state.refuseWith;
        done(Object.assign(new Error(message), { responseCode }));
        return;
      }
      state.mails.push(mail);
      done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}
