import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { copyWorkspace, type WorkspaceCopy } from './workspace-copy.js';

interface Finding {
  readonly wall: string;
  readonly from: string;
  readonly to: string;
}

const check = (folder: string): { status: number | null; findings: readonly Finding[] } => {
  const program = join(import.meta.dirname, '../../scripts/check-walls.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--root', folder, '--json', '--no-graph'], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return { status, findings: JSON.parse(stdout) };
};

/** File, what it says, the wall that must name it, and what the finding must point to. */
const forbidden: readonly (readonly [string, string, string, RegExp])[] = [
  ['libs/service/src/a-service.ts', "import '@vilfredo/scoring';", 'lib-walls', /services\/scoring/],
  [
    'libs/service/src/a-type.ts',
    "import type { here } from '@vilfredo/scoring';\nexport type H = typeof here;",
    'lib-walls',
    /services\/scoring/,
  ],
  [
    'services/scoring/src/neighbour.ts',
    "import '@vilfredo/order-ingestion';",
    'service-walls',
    /services\/order-ingestion/,
  ],
  [
    'services/scoring/src/by-path.ts',
    "import '../../order-ingestion/src/index.js';",
    'service-walls',
    /services\/order-ingestion/,
  ],
  [
    'services/scoring/src/lazy.ts',
    "export const lazy = () => import('@vilfredo/order-ingestion');",
    'service-walls',
    /services\/order-ingestion/,
  ],
  ['services/scoring/src/upwards.ts', "import '@vilfredo/all-in-one';", 'service-walls', /services\/all-in-one/],
  ['libs/event-sourcing/src/library.ts', "import 'luxon';", 'narrow-library', /luxon/],
  ['libs/event-sourcing/src/built-in.ts', "import 'node:crypto';", 'narrow-library', /crypto/],
  ['libs/scoring-model/src/events.ts', "import '@vilfredo/events';", 'narrow-library', /libs\/events/],
  ['libs/events/src/nest.ts', "import '@nestjs/common';", 'narrow-library', /@nestjs\/common/],
  ['libs/events/src/kernel.ts', "import '@vilfredo/event-sourcing';", 'narrow-library', /libs\/event-sourcing/],
  ['libs/row-files/src/disk.ts', "import 'node:fs';", 'narrow-library', /fs/],
  ['services/scoring/src/store.ts', "import 'node:sqlite';", 'client-behind-its-library', /sqlite/],
  ['services/scoring/src/broker.ts', "import 'kafkajs';", 'client-behind-its-library', /kafkajs/],
  ['libs/embedded/src/database.ts', "import 'mongoose';", 'client-behind-its-library', /mongoose/],
  ['services/scoring/src/value/value.ts', "import '@nestjs/common';", 'pure-file', /@nestjs\/common/],
  ['services/scoring/src/value/files.ts', "import 'node:fs';", 'pure-file', /fs/],
  ['services/scoring/src/value/process.ts', "import 'node:process';", 'pure-file', /process/],
  ['services/scoring/src/value/edge.ts', "import './value.controller.js';", 'pure-file', /value\.controller\.ts/],
  ['services/scoring/src/value/deep/store.ts', "import '@vilfredo/embedded';", 'pure-file', /libs\/embedded/],
  ['services/scoring/src/builders.ts', "import '@vilfredo/testing';", 'testing-only-in-tests', /libs\/testing/],
  ['libs/service/src/circle-back.ts', "import './circle.js';", 'no-cycles', /circle\.ts/],
  ['libs/service/src/lost.ts', "import './nowhere.js';", 'resolvable', /nowhere/],
  ['libs/service/src/env.ts', 'export const home = process.env.HOME;', 'environment', /process\.env/],
  ['services/scoring/src/value/now.ts', 'export const now = Date.now();', 'pure-file', /Date\.now/],
  ['services/scoring/src/value/today.ts', 'export const today = new Date();', 'pure-file', /new Date/],
  ['libs/scoring-model/src/chance.ts', 'export const chance = Math.random();', 'pure-file', /Math\.random/],
];

const allowed: Readonly<Record<string, string>> = {
  'services/all-in-one/src/main.ts':
    "import '@vilfredo/scoring';\nimport '@vilfredo/embedded';\nimport '@nestjs/common';",
  'services/scoring/src/config.ts': 'export const env = process.env;',
  'services/scoring/src/value/value.controller.ts':
    "import '@nestjs/common';\nimport './assess.js';\nimport '@vilfredo/service';",
  'services/scoring/src/value/assess.ts':
    "import '@vilfredo/scoring-model';\nimport '@vilfredo/events';\nimport '../facts/fold.js'; // not process.env, not Date.now()",
  'services/scoring/src/facts/fold.ts': "import '@vilfredo/event-sourcing';\nexport const day = new Date(0);",
  'services/scoring/src/value/assess.spec.ts': "import '@vilfredo/testing';\nimport 'node:fs';\nimport './assess.js';",
  'libs/scoring-model/src/shares.spec.ts': "import '@vilfredo/testing';",
  'libs/row-files/src/rows.ts': "import 'node:zlib';\nimport '@vilfredo/event-sourcing';\nimport 'luxon';",
  'services/scoring/src/value/rows.ts': "import '@vilfredo/row-files';",
  'libs/events/src/identity.ts': "import 'node:crypto';\nimport 'class-validator';",
  'libs/embedded/src/log.ts': "import 'node:sqlite';\nimport '@vilfredo/event-sourcing';",
};

describe('walls between projects', () => {
  let workspace: WorkspaceCopy;

  beforeEach(() => {
    workspace = copyWorkspace();
  });

  afterEach(() => workspace.dispose());

  it('given files that keep to the walls, when they are checked, then nothing is found', () => {
    workspace.write(allowed);
    workspace.write({ 'services/scoring/src/index.ts': "import './value/value.controller.js';" });
    expect(check(workspace.folder)).toEqual({ status: 0, findings: [] });
  });

  it('given a forbidden import of every kind, when they are checked, then each is named with its wall, and nothing else', () => {
    workspace.write(Object.fromEntries(forbidden.map(([file, code]) => [file, `${code}\n`])));
    workspace.write({
      'libs/service/src/circle.ts': "import './circle-back.js';\n",
      'services/scoring/src/value/value.controller.ts': 'export const edge = 1;\n',
    });
    const { status, findings } = check(workspace.folder);
    expect(status).toBe(1);
    for (const [file, , wall, to] of forbidden) {
      expect(findings).toContainEqual(expect.objectContaining({ wall, from: file, to: expect.stringMatching(to) }));
    }
    const named = new Set(forbidden.map(([file]) => file));
    expect(findings.filter(({ from }) => !named.has(from) && !from.endsWith('circle.ts'))).toEqual([]);
  });

  it('given a project without tags, when the walls are checked, then it is refused: it would stand outside them', () => {
    workspace.write({ 'libs/service/package.json': '{ "name": "@vilfredo/service", "type": "module" }' });
    expect(() => check(workspace.folder)).toThrow(/libs\/service\/package\.json: nx\.tags needs a type/);
  });
});
