import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, matchesGlob, relative, resolve } from 'node:path';
import { optionsOf } from './read-dockerfile.mjs';

/**
 * Runs the steps of a stage in a folder that stands for its root.
 * @param {import('./read-dockerfile.mjs').Stage} stage
 * @param {{ context: string, folderOf: (stage: string) => string, say: (text: string) => void }} around
 * @returns what the stage leaves to whoever starts it: `{ cwd, env, user, entrypoint, healthcheck }`
 */
export function runStage(stage, { context, folderOf, say }) {
  const root = folderOf(stage.name);
  const left = { cwd: root, env: {}, user: undefined, entrypoint: undefined, healthcheck: undefined };
  mkdirSync(root, { recursive: true });
  requireNode(stage.base);
  const perform = {
    WORKDIR: (rest) => {
      left.cwd = join(root, rest);
      mkdirSync(left.cwd, { recursive: true });
    },
    ENV: (rest) => Object.assign(left.env, Object.fromEntries(rest.split(/\s+/).map((pair) => pair.split('=')))),
    COPY: (rest) => copy(rest, { context, folderOf, root, cwd: left.cwd }),
    RUN: (rest) => run(rest, left),
    USER: (rest) => {
      left.user = rest.split(':').map(Number);
    },
    ENTRYPOINT: (rest) => {
      left.entrypoint = JSON.parse(rest);
    },
    HEALTHCHECK: (rest) => {
      left.healthcheck = JSON.parse(/CMD\s+(\[.*\])$/.exec(rest)[1]);
    },
    EXPOSE: () => undefined,
    VOLUME: () => undefined,
  };
  for (const { instruction, rest, line } of stage.steps) {
    if (!(instruction in perform)) throw new Error(`line ${line}: ${instruction} cannot be tried here`);
    const begun = performance.now();
    perform[instruction](rest);
    say(`${stage.name} ${instruction} ${rest} (${((performance.now() - begun) / 1_000).toFixed(1)} s)`);
  }
  return left;
}

/** The image brings Node alone: here the Node that runs this stands for it. */
function requireNode(base) {
  const [, major] = /^node:(\d+)/.exec(base) ?? [];
  if (major !== process.versions.node.split('.')[0]) throw new Error(`${base}: this is Node ${process.versions.node}`);
}

function copy(rest, { context, folderOf, root, cwd }) {
  const { options, words } = optionsOf(rest);
  const [to, ...from] = [words.at(-1), ...words.slice(0, -1)];
  const origin = options.from === undefined ? context : folderOf(options.from);
  const target = to.startsWith('/') ? join(root, to) : join(cwd, to);
  const isWanted = options.from === undefined ? notIgnored(context) : () => true;
  for (const one of from) {
    const source = join(origin, one);
    const into = to.endsWith('/') && !statSync(source).isDirectory() ? join(target, basename(one)) : target;
    cpSync(source, into, { recursive: true, verbatimSymlinks: true, filter: isWanted });
  }
}

/** `.dockerignore`, as far as this repository uses it. */
function notIgnored(context) {
  const file = join(context, '.dockerignore');
  const patterns = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return (path) => {
    const name = relative(context, path);
    return name === '' || !patterns.some((pattern) => matchesGlob(name, pattern));
  };
}

function run(command, { cwd, env }) {
  const outside = command.split(/\s+/).find((word) => word.startsWith('/'));
  if (outside !== undefined)
    throw new Error(`RUN names ${outside}: only paths below the working folder can be tried here`);
  const path = `${resolve(process.execPath, '..')}:${process.env.PATH}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd,
    env: { ...process.env, PATH: path, ...env },
  });
  if (status !== 0) throw new Error(`RUN ${command} failed (${status}):\n${stdout}${stderr}`);
}
