import { startSupervisor } from './supervised.mjs';

/** jest's globalSetup: makes a broker and a database available to the tests that ask for one. */
export default async function setUp() {
  const supervisor = await startSupervisor();
  process.env.VILFREDO_TEST_SERVERS = supervisor.offers;
  globalThis.vilfredoTestServers = supervisor;
}
