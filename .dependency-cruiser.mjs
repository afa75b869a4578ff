import { cruiseOptions } from './scripts/walls/check-imports.mjs';
import { importRules } from './scripts/walls/import-rules.mjs';
import { readProjects } from './scripts/walls/projects.mjs';

/** For editors and for `npx depcruise libs services test`; the test run uses scripts/check-walls.mjs, with the same rules. */
export default { forbidden: importRules(readProjects(import.meta.dirname)), options: cruiseOptions };
