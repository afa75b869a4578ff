/**
 * Runs the steps of the Dockerfile in a temporary folder, without an engine, and starts what comes of it as a container
 * would: `node infra/image/try-steps.mjs`, with Node 24. It shows that the steps work and that the result starts, serves,
 * is healthy and stops; it does not show that the base image has what this machine has.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { readDockerfile } from './read-dockerfile.mjs';
import { runStage } from './run-stage.mjs';

const context = resolve(import.meta.dirname, '..', '..');
const say = (text) => process.stdout.write(`${text}\n`);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function optionsOf({ cwd, env, user }, service, more) {
  const path = `${resolve(process.execPath, '..')}:/usr/bin:/bin`;
  const own = { PATH: path, HOME: '/nonexistent', ...env, VILFREDO_SERVICE: service, ...more };
  const [uid, gid] = process.getuid() === 0 ? user : [];
  return { cwd, env: own, ...(uid !== undefined && { uid, gid }) };
}

/** Starts a service of the image; resolves when it says that it serves. */
async function startService(image, service, more, args = []) {
  const options = optionsOf(image, service, { ...more, VILFREDO_PORT: String(await freePort()) });
  const [program, ...rest] = image.entrypoint;
  const child = spawn(program, [...rest, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const ended = once(child, 'exit');
  const ready = (async () => {
    for await (const line of createInterface({ input: child.stdout }))
      if (line.startsWith('vilfredo ready')) return line;
    throw new Error(`${service} ended before it served:\n${said.join('\n')}`);
  })();
  const line = await ready;
  say(line);
  const stop = async () => {
    child.kill('SIGTERM');
    const [code] = await ended;
    if (code !== 0) throw new Error(`${service} stopped with ${code}:\n${said.join('\n')}`);
    say(`${service} stopped with 0`);
  };
  return { url: /http:\S+/.exec(line)[0], options, stop };
}

function requireHealthy({ healthcheck: [program, ...args] }, { options }) {
  const { status, stderr } = spawnSync(program, args, options);
  if (status !== 0) throw new Error(`the health check says ${status}: ${stderr}`);
  say('the health check says 0');
}

/** All services in one process, and the gateway in front of it, by nothing but the image's own settings. */
async function tryImage(image) {
  const all = await startService(image, 'all-in-one', {}, ['--no-demo']);
  try {
    requireHealthy(image, all);
    const behind = {
      VILFREDO_ORDER_INGESTION: all.url,
      VILFREDO_CUSTOMER_REGISTRY: all.url,
      VILFREDO_SCORING: all.url,
    };
    const gateway = await startService(image, 'gateway', behind);
    try {
      requireHealthy(image, gateway);
      const answer = await fetch(`${gateway.url}/summary`);
      say(`GET /summary through the gateway: ${answer.status}`);
      if (!answer.ok) throw new Error(await answer.text());
    } finally {
      await gateway.stop();
    }
  } finally {
    await all.stop();
  }
  const { status } = spawnSync(image.entrypoint[0], image.entrypoint.slice(1), optionsOf(image, 'nothing', {}));
  if (status !== 2) throw new Error(`a service that does not exist ends with ${status}, not 2`);
}

const folder = mkdtempSync(join(tmpdir(), 'vilfredo-image-'));
// as in an image, whoever runs the service may read what root put there
chmodSync(folder, 0o755);
try {
  const folderOf = (stage) => join(folder, stage);
  const stages = readDockerfile(readFileSync(join(import.meta.dirname, 'Dockerfile'), 'utf8'));
  const images = stages.map((stage) => runStage(stage, { context, folderOf, say }));
  const size = spawnSync('du', ['-sm', folderOf(stages.at(-1).name)], { encoding: 'utf8' }).stdout.split('\t')[0];
  say(`the last stage holds ${size} MB beside Node`);
  await tryImage(images.at(-1));
  say('image=tried steps=ok start=ok health=ok stop=ok');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
