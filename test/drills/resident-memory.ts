import { call } from './http-call.js';

/** Memory that a process holds, as its figures tell. @throws Error when they do not */
export async function residentMegabytes(url: string): Promise<number> {
  const { text } = await call(`${url}/metrics`);
  const bytes = Number(/^\w*process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
  if (!Number.isFinite(bytes)) throw new Error(`${url} does not tell how much memory it holds`);
  return Math.round(bytes / 1e6);
}
