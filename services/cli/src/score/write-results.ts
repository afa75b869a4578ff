import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Deployment } from '@vilfredo/all-in-one';
import { Failure } from '@vilfredo/event-sourcing';
import { fromMinor, minorDigits } from '@vilfredo/events';
import { type BookReading, bookCurve, customerView, endOf, feedPage, scoreFromText } from '@vilfredo/scoring';
import { LineFile } from '../output/line-file.js';
import { renderReport } from '../report/render-report.js';
import type { ReportInput, ReportSummary } from '../report/report-input.js';
import { BookSurvey } from './book-survey.js';
import { churnColumns, churnRow } from './churn-row.js';
import { keyProductsOf } from './key-products.js';
import { RiskSurvey } from './risk-survey.js';
import type { OpenComplaint } from './rules-that-apply.js';
import { valueColumns, valueRow } from './value-row.js';

/** Makes the folder for the results. @throws Failure `unavailable` saying why it cannot be had */
export async function makeResultsFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new Failure('unavailable', `--out: cannot make ${folder} (${error.code})`, { cause: error });
  });
}

/**
 * Writes `customers.ndjson`, `value.csv`, `churn.csv`, `changes.ndjson` and `report.html`; customers by id, changes as
 * published.
 */
export async function writeResults(
  folder: string,
  deployment: Deployment,
  summary: ReportSummary,
  generatedAt: number,
): Promise<void> {
  const reading = await deployment.reader.read();
  const survey = { book: new BookSurvey(), risk: new RiskSurvey(reading.era.policy.alerts.rules) };
  await writeCustomers(folder, deployment, reading, survey);
  await writeChanges(path.join(folder, 'changes.ndjson'), deployment);
  const report = renderReport(reportOf(reading, survey, summary, generatedAt));
  await writeFile(path.join(folder, 'report.html'), report);
}

interface Survey {
  readonly book: BookSurvey;
  readonly risk: RiskSurvey;
}

async function writeCustomers(
  folder: string,
  { runtime }: Deployment,
  reading: BookReading,
  survey: Survey,
): Promise<void> {
  const views = await LineFile.create(path.join(folder, 'customers.ndjson'));
  const values = await LineFile.create(path.join(folder, 'value.csv'));
  const churn = await LineFile.create(path.join(folder, 'churn.csv'));
  try {
    await values.add(valueColumns.join(','));
    await churn.add(churnColumns.join(','));
    for await (const page of runtime.views.snapshot()) {
      for (const { body } of page) {
        const score = scoreFromText(body);
        const view = customerView(score, reading.population.asOf, reading.era, score.standing);
        survey.book.add(view);
        survey.risk.add(view, openComplaints(score));
        await views.add(JSON.stringify(view));
        await addRow(values, valueRow(view));
        await addRow(churn, churnRow(view));
      }
    }
  } finally {
    await views.close();
    await values.close();
    await churn.close();
  }
}

async function addRow(file: LineFile, row: string | null): Promise<void> {
  if (row !== null) await file.add(row);
}

function openComplaints({ contacts }: ReturnType<typeof scoreFromText>): OpenComplaint[] {
  const complaints = contacts?.complaints ?? [];
  return complaints.flatMap((complaint) => complaint.opened.filter((opening) => endOf(complaint, opening) === null));
}

async function writeChanges(name: string, { log }: Deployment): Promise<void> {
  const file = await LineFile.create(name);
  try {
    let page = await feedPage(log, undefined, 2_000);
    while (page.items.length > 0) {
      for (const item of page.items) await file.add(JSON.stringify(item));
      page = await feedPage(log, page.next, 2_000);
    }
  } finally {
    await file.close();
  }
}

function reportOf(reading: BookReading, survey: Survey, summary: ReportSummary, generatedAt: number): ReportInput {
  const { population, era } = reading;
  const { window } = era.policy;
  const { currency } = population;
  const digits = currency === '' ? 2 : minorDigits(currency);
  const flagged = survey.book.oneOffs().slice(0, summary.guard.flagged);
  const members = new Map(population.buyers.map((member) => [member.id, member]));
  return {
    title: 'What the customers are worth, and who may leave',
    generatedAt: new Date(generatedAt).toISOString(),
    currency: currency === '' ? 'the currency of the orders' : currency,
    window: window === 'all' ? 'all orders' : `the last ${window} days`,
    summary,
    concentration: { points: bookCurve(population) },
    tiers: survey.book.tierRows(),
    topCustomers: survey.book.topCustomers(),
    oneOffs: flagged.map(({ customerId, orders, amount, reason }) => {
      const largest = members.get(customerId)?.largestDay;
      return {
        customerId,
        orders,
        amount,
        reason,
        ...(largest !== undefined && { largestOrder: fromMinor(largest, digits) }),
      };
    }),
    keyProducts: keyProductsOf(reading, 15),
    risk: survey.risk.risk(),
  };
}
