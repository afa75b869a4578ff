import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import type { Readable } from 'node:stream';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { type Answer, call } from '../drills/http-call.js';

/** A webhook that came and was rightly signed. */
export interface HeardWebhook {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly customerId: string };
  /** All of it as it came: the headers, and the body. */
  readonly raw: string;
}

/** A mail that came. */
export interface HeardMail extends Email {
  /** As it came over the wire. */
  readonly raw: string;
}

/** One answer to a survey, from 1 to 5. */
export interface SurveyAnswer {
  readonly id: string;
  readonly customerId: string;
  readonly score: number;
  /** Epoch ms. */
  readonly at: number;
}

/** The systems around a deployment: a CRM that takes webhooks, a mail server, and a survey tool that sends answers. */
export class ConnectedSystems {
  readonly webhooks: HeardWebhook[] = [];
  /** Why webhooks were not believed. */
  readonly forged: string[] = [];
  readonly mails: HeardMail[] = [];
  private readonly crmSecret = newSecret();
  private readonly surveySecret = newSecret();
  private readonly crm = createServer(async (request, answer) => {
    const body = Buffer.concat(await request.toArray()).toString('utf8');
    answer.writeHead(this.hear(body, request.headers as Record<string, string>) ? 204 : 401).end();
  });
  private readonly post = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      // Whoever is killed in the middle of a mail breaks it off.
      this.take(stream).then(() => done(), done);
    },
  });
  private folder: TemporaryFolder;
  private settings: Readonly<Record<string, string>> = {};

  private async take(mail: Readable): Promise<void> {
    const raw = Buffer.concat(await mail.toArray());
    this.mails.push({ ...(await PostalMime.parse(raw)), raw: raw.toString('utf8') });
  }

  /** Begins to listen; what a deployment has to be started with is in `environment` from then on. */
  static async open(): Promise<ConnectedSystems> {
    const systems = new ConnectedSystems();
    systems.folder = await temporaryFolder();
    const [crm, mail] = await Promise.all([listening(systems.crm), listening(systems.post.server, systems.post)]);
    await systems.describe(`http://127.0.0.1:${crm}/hook`, `smtp://127.0.0.1:${mail}`);
    return systems;
  }

  /** What a deployment is started with to know them. */
  get environment(): Readonly<Record<string, string>> {
    return this.settings;
  }

  /** The webhooks of a type about a customer, in the order in which they came. */
  about(customerId: string, type: string): HeardWebhook[] {
    return this.webhooks.filter((heard) => heard.type === type && heard.data.customerId === customerId);
  }

  /** Sends an answer as the survey tool does, signed at the deployment's time. @param requestId ties it to what comes of it */
  answer(url: string, { id, customerId, score, at }: SurveyAnswer, requestId: string): Promise<Answer> {
    const body = JSON.stringify({ customer: customerId, answers: { overall: score }, answeredAt: iso(at) });
    return call(`${url}/surveys/voice`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': requestId,
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at / 1_000)),
        'webhook-signature': new Webhook(this.surveySecret).sign(id, new Date(at), body),
      },
      body,
    });
  }

  async close(): Promise<void> {
    this.crm.closeAllConnections();
    await new Promise<void>((resolve) => this.crm.close(() => resolve()));
    await new Promise<void>((resolve) => this.post.close(() => resolve()));
    await this.folder.dispose();
  }

  private async describe(crm: string, smtp: string): Promise<void> {
    const [receivers, surveys] = [`${this.folder.path}/receivers.json`, `${this.folder.path}/surveys.json`];
    const topics = ['alerts', 'scores'];
    await writeFile(
      receivers,
      JSON.stringify([
        { name: 'crm', kind: 'webhook', url: crm, secretEnv: 'CRM_SECRET', topics },
        { name: 'leads', kind: 'email', to: ['lead@vilfredo.example'], at: 'at-once' },
      ]),
    );
    const fields = { customerId: 'customer', at: 'answeredAt', overall: 'answers.overall' };
    const voice = { scheme: 'standard-webhooks', secretEnv: 'SURVEY_SECRET', fields, scale: { min: 1, max: 5 } };
    await writeFile(surveys, JSON.stringify({ voice }));
    this.settings = {
      VILFREDO_RECEIVERS: receivers,
      VILFREDO_SURVEYS: surveys,
      VILFREDO_ALLOW_PRIVATE_TARGETS: 'true',
      VILFREDO_SMTP_URL: smtp,
      VILFREDO_MAIL_FROM: 'Vilfredo <alerts@vilfredo.example>',
      CRM_SECRET: this.crmSecret,
      SURVEY_SECRET: this.surveySecret,
    };
  }

  private hear(body: string, headers: Readonly<Record<string, string>>): boolean {
    try {
      const { type, data } = new Webhook(this.crmSecret).verify(body, { ...headers }) as HeardWebhook;
      this.webhooks.push({ id: headers['webhook-id']!, type, data, raw: `${JSON.stringify(headers)}\n${body}` });
      return true;
    } catch (error) {
      this.forged.push(String(error));
      return false;
    }
  }
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

async function listening(server: Server, opens: { listen(port: number, host: string): unknown } = server) {
  opens.listen(0, '127.0.0.1');
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
