/** @typedef {{ instruction: string, rest: string, line: number }} Step */
/** @typedef {{ name: string, base: string, steps: Step[] }} Stage */

/**
 * The stages of a Dockerfile with their steps, in order.
 * @param {string} text
 * @returns {Stage[]}
 */
export function readDockerfile(text) {
  const stages = [];
  for (const step of stepsIn(text)) {
    if (step.instruction !== 'FROM') {
      stages.at(-1).steps.push(step);
      continue;
    }
    const [, base, name = `stage-${stages.length}`] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(step.rest) ?? [];
    if (base === undefined) throw new Error(`line ${step.line}: FROM cannot be read`);
    stages.push({ name, base, steps: [] });
  }
  return stages;
}

/** @returns {Step[]} */
function stepsIn(text) {
  const steps = [];
  let open;
  text.split('\n').forEach((raw, index) => {
    if (/^\s*(#|$)/.test(raw)) return;
    const goesOn = raw.trimEnd().endsWith('\\');
    const part = goesOn ? raw.trimEnd().slice(0, -1) : raw;
    open = open === undefined ? { text: part, line: index + 1 } : { ...open, text: `${open.text} ${part}` };
    if (goesOn) return;
    const [, instruction, rest] = /^\s*(\w+)\s+(.*?)\s*$/.exec(open.text) ?? [];
    if (instruction === undefined) throw new Error(`line ${open.line} cannot be read`);
    steps.push({ instruction: instruction.toUpperCase(), rest, line: open.line });
    open = undefined;
  });
  return steps;
}

/** `--from=build a b c` as its options and the rest. */
export function optionsOf(rest) {
  const words = rest.split(/\s+/);
  const isOption = (word) => word.startsWith('--');
  const count = words.findIndex((word) => !isOption(word));
  const options = Object.fromEntries(words.slice(0, count).map((word) => /^--([\w-]+)=(.*)$/.exec(word).slice(1)));
  return { options, words: words.slice(count) };
}
