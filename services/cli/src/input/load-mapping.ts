import { Failure } from '@vilfredo/event-sourcing';
import { WrongUsage } from '../exit-code.js';

/**
 * The mapping as written: a shipped one by its name, else a file; null without a name, for NDJSON of intake objects.
 * @throws WrongUsage when there is none
 */
export async function loadMapping(name: string | undefined): Promise<unknown> {
  if (name === undefined) return null;
  const { loadMappingText } = await import('@vilfredo/order-ingestion');
  try {
    return await loadMappingText(name);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'invalid') throw new WrongUsage(`--mapping: ${error.reason}`, error);
    throw error;
  }
}
