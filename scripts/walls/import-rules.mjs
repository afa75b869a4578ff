import { mayImport } from './projects.mjs';

/** What these libraries may import beside their own files; null leaves it open. */
const narrowLibraries = {
  'event-sourcing': { packages: [], builtins: [] },
  'scoring-model': { packages: [], builtins: [] },
  events: { packages: ['class-validator'], builtins: ['crypto'] },
  'row-files': {
    packages: ['libs/event-sourcing', 'libs/events', 'csv-parse', 'luxon'],
    builtins: ['buffer', 'events', 'stream', 'zlib'],
  },
};

/** Clients that one library hides from all others; the local stack asks servers whether they are up, and benches measure clients bare. */
const clients = {
  'node:sqlite': ['embedded'],
  kafkajs: ['kafka', 'local-stack', 'test'],
  mongoose: ['mongo', 'local-stack'],
  mongodb: ['mongo'],
};

/** Tests, and what they are written with. */
const tests = ['[.]spec[.]ts$', '^(libs|services)/[^/]+/test/'];
/** A package may or may not be installed; built-ins are shown with or without their prefix. */
const packages = (names) => `(^|node_modules/)(@types/)?(node:)?(${names.join('|')})(/|$)`;
const foldersOf = (projects) => `^(${projects.map(({ folder }) => folder).join('|') || 'none'})/`;

/**
 * The walls as rules of dependency-cruiser, made from the tags of the projects. A name is the wall, a blank, and whose it is.
 * @param {import('./projects.mjs').Project[]} projects
 */
export function importRules(projects) {
  return [
    noCycles(),
    ...typeWalls(projects),
    ...narrowLibraryWalls(projects),
    ...clientWalls(projects),
    ...pureWalls(projects),
    testingWall(projects),
    resolvable(),
  ];
}

function noCycles() {
  return {
    name: 'no-cycles',
    severity: 'error',
    comment: 'files that import each other in a circle cannot be read one at a time',
    from: {},
    to: { circular: true },
  };
}

function typeWalls(projects) {
  return projects.map((project) => {
    const open = projects.filter(({ type, name }) => name === project.name || mayImport[project.type].includes(type));
    return {
      name: `${project.type}-walls ${project.scope}`,
      severity: 'error',
      comment: `a ${project.type} may import only: its own files, ${mayImport[project.type].join(', ')}`,
      from: { path: foldersOf([project]) },
      to: { path: '^(libs|services|infra|test)/', pathNot: foldersOf(open) },
    };
  });
}

function narrowLibraryWalls(projects) {
  return projects
    .filter(({ scope, type }) => type === 'lib' && scope in narrowLibraries)
    .map((project) => {
      const { packages: open, builtins } = narrowLibraries[project.scope];
      const allowed = [...open, ...builtins];
      return {
        name: `narrow-library ${project.scope}`,
        severity: 'error',
        comment: `${project.folder} imports ${allowed.join(', ') || 'nothing'} beside its own files`,
        from: { path: foldersOf([project]), pathNot: tests },
        to: { pathNot: [foldersOf([project]), ...(allowed.length > 0 ? [packages(allowed)] : [])] },
      };
    });
}

function clientWalls(projects) {
  return Object.entries(clients).map(([client, scopes]) => ({
    name: `client-behind-its-library ${client}`,
    severity: 'error',
    comment: `only these may import ${client}: ${scopes.join(', ')}`,
    from: {
      path: '^(libs|services|infra|test)/',
      pathNot: foldersOf(projects.filter(({ scope }) => scopes.includes(scope))),
    },
    to: { path: packages([client.replace('node:', '')]) },
  }));
}

/** Packages without any effect, which a pure file may use. */
const purePackages = ['luxon', 'canonicalize', 'csv-parse', 'buffer', 'crypto'];

/** A file of a behaviour's folder without a second part in its name (`.controller`, `.consumer`, …) decides, and touches nothing. */
export const pureFile = 'src/[^/]+/[^.]+[.]ts$';

function pureWalls(projects) {
  const open = projects.filter(
    ({ scope, type }) => type === 'lib' && ['events', 'event-sourcing', 'row-files', 'scoring-model'].includes(scope),
  );
  return projects
    .filter(({ type }) => type === 'service')
    .map(({ folder }) => ({
      name: `pure-file ${folder}`,
      severity: 'error',
      comment:
        'a file named after a behaviour alone is pure: it may import only pure files of its service, events, event-sourcing, row-files and scoring-model; give an edge a second part in its name',
      from: { path: `^${folder}/${pureFile}` },
      to: { pathNot: [`^${folder}/${pureFile}`, foldersOf(open), packages(purePackages)] },
    }));
}

function testingWall(projects) {
  const isTesting = ({ scope, type }) => type === 'lib' && scope === 'testing';
  return {
    name: 'testing-only-in-tests',
    severity: 'error',
    comment: 'libs/testing is for specs and for test/',
    from: {
      path: '^(libs|services)/',
      pathNot: [...tests, foldersOf(projects.filter(isTesting))],
    },
    to: { path: foldersOf(projects.filter(isTesting)) },
  };
}

function resolvable() {
  return {
    name: 'resolvable',
    severity: 'error',
    comment: 'this import leads nowhere: the walls cannot judge what they cannot find',
    from: {},
    to: { couldNotResolve: true },
  };
}
