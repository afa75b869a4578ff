/** What a contract suite needs to know of the adapter under test. One harness stands for one empty medium. */
export interface Harness<Adapter> {
  /** Opens the adapter on the medium; each call is another connection, as another process would have it. */
  open(): Promise<Adapter>;
  /** How another process opens it, for being killed there. */
  readonly elsewhere: AdapterElsewhere;
  /** Throws when the medium itself is damaged. Called while no connection is open. */
  inspect(): Promise<void>;
  /** Removes the medium. Called while no connection is open. */
  dispose(): Promise<void>;
}

export interface AdapterElsewhere {
  /** The libs of this workspace that `source` needs, with those that they need. */
  readonly libs: readonly string[];
  /** An ES module that exports `open`, a function without parameters that resolves to the adapter. */
  readonly source: string;
}

interface Closable {
  close(): Promise<void>;
}

/** Opens connections to one harness and closes them all in the end. */
export class Connections<Adapter extends Closable> {
  private readonly opened: Adapter[] = [];

  constructor(readonly harness: Harness<Adapter>) {}

  async open(): Promise<Adapter> {
    const adapter = await this.harness.open();
    this.opened.push(adapter);
    return adapter;
  }

  async closeAll(): Promise<void> {
    for (const adapter of this.opened.splice(0)) await adapter.close();
  }

  async dispose(): Promise<void> {
    await this.closeAll();
    await this.harness.dispose();
  }
}

/** Fresh connections to a fresh medium for each test of the surrounding `describe`. */
export function connectionsPerTest<Adapter extends Closable>(
  makeHarness: () => Promise<Harness<Adapter>>,
): () => Connections<Adapter> {
  let connections: Connections<Adapter> | undefined;
  beforeEach(async () => {
    connections = new Connections(await makeHarness());
  });
  afterEach(async () => {
    await connections?.dispose();
    connections = undefined;
  });
  return () => {
    if (connections === undefined) throw new Error('there are connections only while a test runs');
    return connections;
  };
}
