import { mayImport, readProjects } from './projects.mjs';

/**
 * Holds three descriptions of the workspace against each other: the imports found in the sources, what each
 * package.json declares, and the project graph that Nx itself makes of it.
 * @param {string} root
 * @param {{ from: string, to: string }[]} edges imports between files
 * @param {Record<string, { target: string }[]>} graph dependencies in Nx's project graph, by project name
 * @returns {import('./findings.mjs').Finding[]}
 */
export function checkGraph(root, edges, graph) {
  const projects = readProjects(root);
  return [...undeclared(projects, edges), ...missingInGraph(projects, graph), ...againstTags(projects, graph)];
}

function undeclared(projects, edges) {
  const ownerOf = (file) => projects.find(({ folder }) => file.startsWith(`${folder}/`));
  const found = new Map();
  for (const { from, to } of edges) {
    const [importer, imported] = [ownerOf(from), ownerOf(to)];
    if (!importer || !imported || importer === imported || importer.declared.includes(imported.name)) continue;
    found.set(`${importer.folder} ${imported.name}`, {
      wall: 'declared',
      from: importer.folder,
      to: imported.name,
      because: `${from} imports it: name it in dependencies of ${importer.folder}/package.json and run npm install`,
    });
  }
  return [...found.values()];
}

function missingInGraph(projects, graph) {
  return projects.flatMap(({ name, folder, declared }) =>
    projects
      .filter((other) => declared.includes(other.name))
      .filter((other) => !(graph[name] ?? []).some(({ target }) => target === other.name))
      .map((other) => ({
        wall: 'graph',
        from: folder,
        to: other.name,
        because: 'declared, but not in the graph of Nx',
      })),
  );
}

function againstTags(projects, graph) {
  const byName = new Map(projects.map((project) => [project.name, project]));
  return projects.flatMap(({ name, folder, type }) =>
    (graph[name] ?? [])
      .map(({ target }) => byName.get(target))
      .filter((target) => target !== undefined && !mayImport[type].includes(target.type))
      .map((target) => ({
        wall: 'graph',
        from: folder,
        to: target.folder,
        because: `a ${type} may depend only on: ${mayImport[type].join(', ')}`,
      })),
  );
}
