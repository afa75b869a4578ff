import { Failure } from '@vilfredo/event-sourcing';
import { ImapFlow, type ImapFlowError } from 'imapflow';

export interface ImapSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** `INBOX` when not given. */
  readonly mailbox?: string;
  /** TLS from the first byte when not given. `plain` sends the password in the clear: for a server on the same machine. */
  readonly security?: 'tls' | 'starttls' | 'plain';
  /** Authorities to trust instead of the system's, in PEM. */
  readonly trust?: string;
}

/** So much is asked for at a time. */
const pieceBytes = 1_000_000;
const connectMs = 30_000;
/** How long a server may take to its answer when the end has come. */
const graceMs = 5_000;

/** A mailbox opened for reading only: nothing in it is changed, not even what has been seen. */
export class ImapMailbox {
  private constructor(
    private readonly client: ImapFlow,
    /** UIDs are valid together with this number only. */
    readonly uidValidity: string,
  ) {}

  /**
   * @param onNews called when there may be new mail, and when the connection is lost
   * @param signal cuts the connection, soon: a server that does not answer cannot delay the end
   * @throws Failure `unavailable`, without the server's words: they may name the user
   */
  static async open(settings: ImapSettings, onNews: () => void, signal: AbortSignal): Promise<ImapMailbox> {
    const client = new ImapFlow(optionsOf(settings));
    // Every command in hand is rejected as well; without a listener the process would end.
    client.on('error', onNews);
    client.on('close', onNews);
    client.on('exists', onNews);
    const cut = () => void setTimeout(() => client.close(), graceMs).unref();
    signal.addEventListener('abort', cut);
    client.on('close', () => signal.removeEventListener('abort', cut));
    return orUnavailable(async () => {
      try {
        await client.connect();
        const { uidValidity } = await client.mailboxOpen(settings.mailbox ?? 'INBOX', { readOnly: true });
        return new ImapMailbox(client, String(uidValidity));
      } catch (error) {
        client.close();
        throw error;
      }
    });
  }

  /** The UIDs after this one, ascending. */
  async after(uid: number): Promise<number[]> {
    const found = await orUnavailable(() => this.client.search({ uid: `${uid + 1}:*` }, { uid: true }));
    if (!found) throw new Failure('unavailable', 'the mail server does not search');
    // `n:*` holds the last mail even when its UID is below n.
    return found.filter((one) => one > uid).sort((a, b) => a - b);
  }

  /**
   * Reads a mail, piece by piece.
   * @param take is told each piece, and when the mail arrived in epoch milliseconds, as far as the server tells; when it
   * returns false no more are asked for
   * @returns false when the mail is not there any more
   */
  async read(uid: number, take: (bytes: Buffer, arrivedAt: number | undefined) => boolean): Promise<boolean> {
    for (let start = 0; ; ) {
      const source = { start, maxLength: pieceBytes };
      const piece = await orUnavailable(() =>
        this.client.fetchOne(String(uid), { uid: true, internalDate: true, source }, { uid: true }),
      );
      if (!piece || piece.source === undefined) {
        if (!this.client.usable) throw new Failure('unavailable', 'the connection to the mail server was lost');
        return start > 0;
      }
      const goOn = take(piece.source, timeOf(piece.internalDate));
      start += piece.source.length;
      if (!goOn || piece.source.length < pieceBytes) return true;
    }
  }

  /** Has the server tell of new mail by itself (IDLE), until the next command; where it cannot, it is asked. */
  listen(): void {
    // A lost connection is told by `onNews`, and the next command is rejected with it.
    this.client.idle().catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.client.usable) await this.client.logout().catch(() => this.client.close());
    else this.client.close();
  }
}

function optionsOf({ host, port, user, password, security = 'tls', trust }: ImapSettings) {
  return {
    host,
    port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    auth: { user, pass: password },
    ...(trust === undefined ? {} : { tls: { ca: trust } }),
    logger: false as const,
    disableAutoIdle: true,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    maxLiteralSize: 4 * pieceBytes,
    maxLineLength: 16 * pieceBytes,
    maxResponseSize: 32 * pieceBytes,
  };
}

function timeOf(date: Date | string | undefined): number | undefined {
  const time = date === undefined ? Number.NaN : new Date(date).getTime();
  return Number.isNaN(time) ? undefined : time;
}

async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('unavailable', reasonOf(error as ImapFlowError));
  }
}

function reasonOf({ authenticationFailed, tlsFailed, mailboxMissing, code }: ImapFlowError): string {
  if (authenticationFailed) return 'the mail server refuses the user or the password';
  if (tlsFailed) return 'the mail server gives no connection in TLS that can be trusted';
  if (mailboxMissing) return 'the mail server has no such mailbox';
  return `the mail server does not serve (${code ?? 'no reason given'})`;
}
