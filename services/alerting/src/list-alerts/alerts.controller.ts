import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { Described, NotThere } from '@vilfredo/service';
import { type Decision, outcomeOf } from '../decide-alert/decide-alert.js';
import { recordDecision } from '../decide-alert/record-decision.js';
import { measureRules } from '../measure-rules/measure-rules.js';
import { AlertingRuntime } from '../watch-customers/alerting-runtime.js';
import { type AlertView, asOf } from './alert-view.js';
import { acknowledging, listing, resolving, rules, shown, snoozing } from './alerts.openapi.js';
import { alertFromStored } from './listed-alerts.js';
import { type AlertFilter, alertOrders, pageAlerts, severityOf } from './page-alerts.js';

interface AlertQuery {
  readonly open?: string;
  readonly rule?: string;
  readonly severity?: string;
  readonly agent?: string;
  readonly customer?: string;
  readonly sort?: string;
  readonly limit?: string;
  readonly cursor?: string;
}

interface DecisionBody {
  readonly by?: unknown;
  readonly until?: unknown;
  readonly outcome?: unknown;
  readonly why?: unknown;
}

/** What is older is not looked at for whether something still holds it back. */
const longestHeldMs = 30 * 86_400_000;

/** `…/alerts`: what somebody should look after, and what they decided. */
@Controller('alerts')
export class AlertsController {
  constructor(@Inject(AlertingRuntime) private readonly runtime: AlertingRuntime) {}

  @Get()
  @Described(listing)
  async list(@Query() query: AlertQuery = {}) {
    const sort = wordOf(query.sort, 'sort', alertOrders) ?? '-priority';
    const page = { sort, limit: limitOf(query.limit), ...(query.cursor ? { cursor: query.cursor } : {}) };
    const { items, next } = await pageAlerts(this.runtime.alerts, filterOf(query), page);
    return { items: await Promise.all(items.map((alert) => this.shown(alert))), next };
  }

  /** Of every rule that has raised an alert: how many, what became of them, how often it was right and how early. */
  @Get('rules')
  @Described(rules)
  async rules() {
    return { items: await measureRules(this.runtime.alerts), next: null };
  }

  @Get(':id')
  @Described(shown)
  async show(@Param('id') id: string) {
    const stored = (await this.runtime.alerts.load([id])).get(id);
    const alert = stored === undefined ? null : alertFromStored(stored).alert;
    if (alert === null) throw new NotThere('no alert', 'id');
    return this.shown(alert);
  }

  /** Somebody takes it on: `{by}`, where they say who. */
  @Post(':id/acknowledge')
  @Described(acknowledging)
  @HttpCode(200)
  acknowledge(@Param('id') id: string, @Body() body: DecisionBody = {}) {
    return this.decide(id, { kind: 'acknowledge', ...byOf(body) });
  }

  /** It is put aside until then: `{until, by}`. */
  @Post(':id/snooze')
  @Described(snoozing)
  @HttpCode(200)
  snooze(@Param('id') id: string, @Body() body: DecisionBody = {}) {
    return this.decide(id, { kind: 'snooze', until: instantOf(body?.until), ...byOf(body) });
  }

  /** It is over: `{outcome, why, by}`. */
  @Post(':id/resolve')
  @Described(resolving)
  @HttpCode(200)
  resolve(@Param('id') id: string, @Body() body: DecisionBody = {}) {
    const why = textOf(body?.why, 'why', 500);
    const outcome = outcomeOf(body?.outcome);
    return this.decide(id, { kind: 'resolve', outcome, ...byOf(body), ...(why === undefined ? {} : { why }) });
  }

  private async decide(id: string, decision: Decision) {
    const { log, clock } = this.runtime.settings;
    const alert = await recordDecision({ log, clock, views: this.runtime.alerts }, id, decision);
    if (alert === null) throw new NotThere('no alert', 'id');
    return this.shown(alert);
  }

  /** As it stands now, with what holds it back from being told. */
  private async shown(alert: AlertView) {
    const now = this.runtime.settings.clock();
    const shown = { ...asOf(alert, now), correlationId: alert.correlationid };
    const isToldOf = alert.state === 'resolved' || alert.notified.length > 0;
    const isOld = Date.parse(alert.raisedAt) + longestHeldMs < now;
    if (isToldOf || isOld || !this.runtime.isGoverned) return { ...shown, heldUntil: null, heldBy: null };
    const { at, heldBy } = await this.runtime.held.notifiableAt(alert);
    const isHeld = heldBy !== null && at > now;
    return { ...shown, heldUntil: isHeld ? new Date(at).toISOString() : null, heldBy: isHeld ? heldBy : null };
  }
}

function filterOf({ open, rule, severity, agent, customer }: AlertQuery): AlertFilter {
  const isOpen = wordOf(open, 'open', ['true', 'false'] as const);
  return {
    ...(isOpen === undefined ? {} : { open: isOpen === 'true' }),
    ...(rule ? { rule } : {}),
    ...(severity ? { severity: severityOf(severity) } : {}),
    ...(agent ? { agent } : {}),
    ...(customer ? { customer } : {}),
  };
}

function byOf(body: DecisionBody | undefined): { by?: string } {
  const by = textOf(body?.by, 'by', 100);
  return by === undefined ? {} : { by };
}

function textOf(value: unknown, field: string, most: number): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' || value.length > most) {
    throw new Failure('invalid', `must be text of at most ${most} characters`, { field });
  }
  return value;
}

function instantOf(value: unknown): number {
  const instant = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new Failure('invalid', 'must be a time such as 2026-03-01T09:00:00Z', { field: 'until' });
  }
  return instant;
}

function wordOf<W extends string>(text: string | undefined, field: string, words: readonly W[]): W | undefined {
  if (text === undefined || text === '') return undefined;
  const word = words.find((each) => each === text);
  if (word === undefined) throw new Failure('invalid', `must be one of ${words.join(', ')}`, { field });
  return word;
}

function limitOf(text: string | undefined): number {
  if (text === undefined || text === '') return 100;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
    throw new Failure('invalid', 'must be a whole number from 1 to 1000', { field: 'limit' });
  }
  return limit;
}
