import { readFile } from 'node:fs/promises';
import { WrongUsage } from '../exit-code.js';

/** The JSON value in a file. @throws WrongUsage when there is none */
export async function readJsonFile(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(`cannot read ${file} (${error.code})`, error);
  });
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new WrongUsage(`${file} is not JSON: ${(error as Error).message}`, error);
  }
}
