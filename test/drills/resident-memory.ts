import { call } from './http-call.js';

/** Memory that a process holds, as its figures tell. */
export async function residentMegabytes(url: string): Promise<number> {
  const { text } = await call(`${url}/metrics`);
  return Math.round(Number(/^\w*process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? Number.NaN) / 1e6);
}
