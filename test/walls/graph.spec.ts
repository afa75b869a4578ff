import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { copyWorkspace, type WorkspaceCopy } from './workspace-copy.js';

interface Finding {
  readonly wall: string;
  readonly from: string;
  readonly to: string;
}
type Graph = Readonly<Record<string, readonly { target: string }[]>>;
type CheckGraph = (root: string, edges: readonly { from: string; to: string }[], graph: Graph) => readonly Finding[];

describe('project graph', () => {
  let workspace: WorkspaceCopy;
  let checkGraph: CheckGraph;

  beforeEach(async () => {
    workspace = copyWorkspace();
    const manifest = (name: string, type: string, dependencies: object) =>
      JSON.stringify({ name: `@vilfredo/${name}`, dependencies, nx: { tags: [`type:${type}`, `scope:${name}`] } });
    workspace.write({
      'libs/service/package.json': manifest('service', 'lib', {}),
      'libs/embedded/package.json': manifest('embedded', 'lib', {}),
      'services/scoring/package.json': manifest('scoring', 'service', {}),
      'services/order-ingestion/package.json': manifest('order-ingestion', 'service', { '@vilfredo/service': '*' }),
    });
    const module = pathToFileURL(join(import.meta.dirname, '../../scripts/walls/check-graph.mjs')).href;
    ({ checkGraph } = (await import(module)) as { checkGraph: CheckGraph });
  });

  afterEach(() => workspace.dispose());

  const about = (findings: readonly Finding[], name: string) =>
    findings.filter(({ from }) => from === `services/${name}`);
  const declared: Graph = { '@vilfredo/order-ingestion': [{ target: '@vilfredo/service' }, { target: 'npm:luxon' }] };

  it('given an import that package.json does not declare, then it is found, once', () => {
    const edges = ['a', 'b'].map((file) => ({
      from: `services/scoring/src/${file}.ts`,
      to: 'libs/embedded/src/index.ts',
    }));
    expect(about(checkGraph(workspace.folder, edges, declared), 'scoring')).toEqual([
      expect.objectContaining({ wall: 'declared', to: '@vilfredo/embedded' }),
    ]);
  });

  it('given a declared dependency that the graph of Nx has too, then nothing is found', () => {
    const edges = [{ from: 'services/order-ingestion/src/a.ts', to: 'libs/service/src/index.ts' }];
    expect(about(checkGraph(workspace.folder, edges, declared), 'order-ingestion')).toEqual([]);
  });

  it('given a declared dependency that the graph of Nx lacks, then it is found', () => {
    expect(about(checkGraph(workspace.folder, [], {}), 'order-ingestion')).toEqual([
      expect.objectContaining({ wall: 'graph', to: '@vilfredo/service' }),
    ]);
  });

  it('given an edge of the graph against the tags, then it is found', () => {
    const graph = { ...declared, '@vilfredo/scoring': [{ target: '@vilfredo/order-ingestion' }] };
    expect(about(checkGraph(workspace.folder, [], graph), 'scoring')).toEqual([
      expect.objectContaining({ wall: 'graph', to: 'services/order-ingestion' }),
    ]);
  });
});
