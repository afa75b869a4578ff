import type { Calendar } from '@vilfredo/scoring-model';

const dayMs = 86_400_000;

/** The calendar month of an instant (epoch ms) in the business's time zone: year x 12 + month, January being 0. */
export function monthOf(instant: number, calendar: Calendar): number {
  const date = new Date(calendar.dayOf(instant) * dayMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** `2026-07`. */
export function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** The first instant of a month, epoch ms. */
export function monthStart(month: number, calendar: Calendar): number {
  return calendar.startOf(Date.UTC(Math.floor(month / 12), month % 12, 1) / dayMs);
}
