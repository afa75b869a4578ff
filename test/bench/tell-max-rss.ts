/** Imported before a program (`--import`): tells on file descriptor 3, at its end, the most memory it held, in kilobytes. */
import { writeSync } from 'node:fs';

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
