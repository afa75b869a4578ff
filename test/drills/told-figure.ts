/** One of the figures in the words of `/metrics`; undefined when it is not among them. @param name without what all names begin with */
export function toldFigure(metrics: string, name: string): number | undefined {
  const told = new RegExp(`^vilfredo_${name} (\\S+)$`, 'm').exec(metrics)?.[1];
  return told === undefined ? undefined : Number(told);
}
