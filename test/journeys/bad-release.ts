import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * A release whose scoring fails for everybody, with an error that nobody threw on purpose.
 * @param folder for the file that makes it so
 * @returns settings of the environment, for the process that is to run it
 */
export async function badRelease(folder: string): Promise<{ readonly NODE_OPTIONS: string }> {
  const histories = join(import.meta.dirname, '../../services/scoring/dist/score-customers/order-histories.js');
  const file = join(folder, 'bad-release.mjs');
  const text = `import { OrderHistories } from '${pathToFileURL(histories).href}';
OrderHistories.prototype.note = function (event) { return event.missing.length; };
`;
  await writeFile(file, text);
  return { NODE_OPTIONS: `--import=${pathToFileURL(file).href}` };
}
