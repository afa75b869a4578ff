export const tests = ['startsWith', 'equals', 'oneOf', 'matches', 'negative', 'empty'] as const;

/** One of these tests of a value. */
export interface Test {
  readonly startsWith?: string;
  readonly equals?: string;
  readonly oneOf?: readonly string[];
  readonly matches?: string;
  readonly negative?: boolean;
  readonly empty?: boolean;
}

/** Longest piece of a value that a pattern is tried on. */
export const longestTried = 200;

/** Compiles a condition to a test of one value. */
export function compileCondition(condition: Test): (value: string) => boolean {
  const { startsWith, equals, oneOf, matches, negative, empty } = condition;
  if (startsWith !== undefined) return (value) => value.startsWith(startsWith);
  if (equals !== undefined) return (value) => value === equals;
  if (oneOf !== undefined) return (value) => oneOf.includes(value);
  if (matches !== undefined) {
    const pattern = new RegExp(matches, 'u');
    return (value) => pattern.test(value.slice(0, longestTried));
  }
  if (negative !== undefined) return (value) => /^[-−(]|-$/.test(value) === negative;
  return (value) => (value === '') === empty;
}

/**
 * Why a pattern from outside is not run: JavaScript's engine can take for ever on repeated groups, so only
 * patterns that cannot are taken. Undefined when it is fine.
 */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > 200) return 'must be at most 200 characters long';
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    if (error instanceof SyntaxError) return 'is not a regular expression';
    throw error;
  }
  const bare = pattern.replace(/\\./g, '.').replace(/\[[^\]]*\]/g, '.');
  if (/\)[*+{?]/.test(bare)) return 'must not repeat a group';
  if (/\\[1-9k]/.test(pattern)) return 'must not refer back to a group';
  if ((bare.match(/[*+]|\{\d+,\d*\}/g) ?? []).length > 2) return 'must not repeat more than two things';
  return undefined;
}
