/** jest's globalTeardown: stops what was started, and waits until it has ended. */
export default async function tearDown() {
  await globalThis.vilfredoTestServers?.stop();
}
