import { cruise } from 'dependency-cruiser';
import { importRules } from './import-rules.mjs';
import { readProjects } from './projects.mjs';

/** Workspace packages are judged by their sources; TypeScript is read by swc, which knows every version of it. */
export const cruiseOptions = {
  parser: 'swc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)dist/' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['types', 'import', 'node', 'default'],
    mainFields: ['module', 'main', 'types'],
  },
};

/**
 * @param {string} root
 * @returns {Promise<{ findings: import('./findings.mjs').Finding[], edges: { from: string, to: string }[], files: number }>}
 */
export async function checkImports(root) {
  const projects = readProjects(root);
  const rules = importRules(projects);
  const result = await cruise(
    projects.map(({ folder }) => folder),
    { ...cruiseOptions, baseDir: root, validate: true, ruleSet: { forbidden: rules } },
  );
  const { summary, modules } = result.output;
  const findings = summary.violations.map(({ rule, from, to, cycle }) => ({
    wall: rule.name.split(' ')[0],
    from,
    to: cycle === undefined ? to : cycle.map(({ name }) => name).join(' -> '),
    because: rules.find(({ name }) => name === rule.name)?.comment ?? rule.name,
  }));
  const edges = modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
  );
  return { findings, edges, files: modules.length };
}
