import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { lineAmount, type OrderPlaced } from '@vilfredo/events';
import { Calendar } from '@vilfredo/scoring-model';
import type { OrderFact } from '../src/customer-facts/settle-orders.js';

type Line = OrderPlaced['lines'][number];

/** The day-less London time of the file as an instant; the file has no hour in which clocks change. */
const london = new Calendar('Europe/London');
function instantOf(text: string): number {
  const naive = Date.parse(`${text.replace(' ', 'T')}Z`);
  const midnight = london.startOf(Math.floor(naive / 86_400_000));
  return midnight + (naive % 86_400_000);
}

/**
 * The invoices of the UCI Online Retail file by customer: orders, and credit notes as returns unless `gross`.
 * Lines without a customer or with nothing in them are left out.
 */
export async function onlineRetail(folder: string, { gross }: { gross: boolean }): Promise<Map<string, OrderFact[]>> {
  const text = gunzipSync(await readFile(`${folder}/online-retail.csv.gz`)).toString('latin1');
  const invoices = new Map<string, { customer: string; time: string; lines: Line[] }>();
  for (const row of text.split('\n').slice(1)) {
    const [, invoice, sku, quantity, time, price, customer] =
      /^"([^"]*)","([^"]*)",.*,(-?\d+),([^,]+),(-?[\d.e+-]+),([^,]*),[^,]*$/.exec(row) ?? [];
    if (invoice === undefined || customer === undefined || !/\d/.test(customer)) continue;
    if (gross && invoice.startsWith('C')) continue;
    const units = String(Math.abs(Number(quantity)));
    const line = { sku: sku!, quantity: Number(units), amountMinor: lineAmount(units, String(Number(price)), 'GBP') };
    const known = invoices.get(`${customer} ${invoice}`);
    if (known === undefined) invoices.set(`${customer} ${invoice}`, { customer, time: time!, lines: [line] });
    else known.lines.push(line);
  }
  const facts = new Map<string, OrderFact[]>();
  for (const [key, { customer, time, lines }] of invoices) {
    const own = facts.get(customer);
    if (own === undefined) facts.set(customer, [factOf(key.split(' ')[1]!, instantOf(time), lines)]);
    else own.push(factOf(key.split(' ')[1]!, instantOf(time), lines));
  }
  return facts;
}

function factOf(invoice: string, time: number, lines: Line[]): OrderFact {
  const sold = { source: 'online-retail', currency: 'GBP', lines };
  if (invoice.startsWith('C'))
    return { event: invoice, time, type: 'OrderReturned', payload: { ...sold, returnId: invoice } };
  return { event: invoice, time, type: 'OrderPlaced', payload: { ...sold, orderId: invoice } };
}
