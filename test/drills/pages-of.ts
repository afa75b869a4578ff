import { callJson } from './http-call.js';

/** Every item of a list. @param url with its query, without cursor */
export async function pagesOf<T>(url: string): Promise<readonly T[]> {
  const found: T[] = [];
  for (let cursor = ''; ; ) {
    const page = await callJson<{ items: T[]; next: string | null }>(`${url}${cursor}`);
    found.push(...page.items);
    if (page.next === null) return found;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}
