/** Exits 0 when the service in this container is live, 1 when it is not: `node check-health.mjs [live|ready|startup]`. */
const [probe = 'live'] = process.argv.slice(2);
const port = process.env.VILFREDO_PORT || '8080';
try {
  const answer = await fetch(`http://127.0.0.1:${port}/health/${probe}`, { signal: AbortSignal.timeout(4_000) });
  if (!answer.ok) process.stderr.write(`${await answer.text()}\n`);
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
