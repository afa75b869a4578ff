import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
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
  const take = async (stream: Readable) => {
    const mail = await PostalMime.parse(Buffer.concat(await stream.toArray()));
    if (state.refuseWith === null) state.mails.push(mail);
    else throw Object.assign(new Error(state.refuseWith.message), state.refuseWith);
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      take(stream).then(() => done(), done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}
