/** An OpenAPI document, as far as merging has to know it. */
export interface RouteDescription {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly tags?: readonly { readonly name: string }[];
}

/**
 * One description of the routes of several services. A path that several have holds the methods of each; two components
 * of one name that differ are kept apart by the service's name in front.
 * @param described by service name
 */
export function mergeOpenApi(
  info: Readonly<Record<string, unknown>>,
  described: Readonly<Record<string, RouteDescription>>,
): RouteDescription {
  let merged: RouteDescription = { openapi: '3.1.0', info, paths: {}, components: {}, tags: [] };
  for (const [service, document] of Object.entries(described)) merged = added(merged, service, document);
  return merged;
}

function added(merged: RouteDescription, service: string, document: RouteDescription): RouteDescription {
  const { openapi, paths, components = {}, tags = [] } = keptApart(merged.components ?? {}, service, document);
  const known = new Set((merged.tags ?? []).map(({ name }) => name));
  return {
    ...merged,
    openapi,
    paths: mergedEach(merged.paths, paths),
    components: mergedEach(merged.components ?? {}, components),
    tags: [...(merged.tags ?? []), ...tags.filter(({ name }) => !known.has(name))],
  };
}

function mergedEach(
  to: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  more: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Record<string, Readonly<Record<string, unknown>>> {
  const entries = Object.entries(more).map(([key, value]) => [key, { ...to[key], ...value }] as const);
  return { ...to, ...Object.fromEntries(entries) };
}

/** One that refers to what was renamed differs by that, so each is looked at again after every change. */
function keptApart(
  taken: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  service: string,
  document: RouteDescription,
): RouteDescription {
  for (const [section, named] of Object.entries(document.components ?? {})) {
    for (const [name, component] of Object.entries(named)) {
      const other = taken[section]?.[name];
      if (other === undefined || JSON.stringify(other) === JSON.stringify(component)) continue;
      return keptApart(taken, service, renamed(document, section, name, `${service}.${name}`));
    }
  }
  return document;
}

function renamed(document: RouteDescription, section: string, name: string, to: string): RouteDescription {
  const reference = (of: string) => JSON.stringify(`#/components/${section}/${of}`);
  const text = JSON.stringify(document).replaceAll(reference(name), () => reference(to));
  const { components = {}, ...rest } = JSON.parse(text) as RouteDescription;
  const { [name]: component, ...others } = components[section] ?? {};
  return { ...rest, components: { ...components, [section]: { ...others, [to]: component } } };
}
