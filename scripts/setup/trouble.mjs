/** Something that the person at the keyboard can mend: printed as it is, without a stack. */
export class Trouble extends Error {
  /**
   * @param {string} what is wrong
   * @param {string} mend what to do about it
   * @param {string} [evidence] what another program said
   */
  constructor(what, mend, evidence = '') {
    super([`vilfredo: ${what}`, ...(evidence ? [evidence.trimEnd()] : []), `vilfredo: ${mend}`].join('\n'));
    this.name = 'Trouble';
  }
}

/** Somebody stopped the set-up: no trouble, but no success either. */
export class Interrupted extends Trouble {
  /** @param {number} exitCode 128 and the number of the signal, as shells have it */
  constructor(exitCode) {
    super('set-up stopped', 'start again to go on with it');
    this.exitCode = exitCode;
  }
}

/** Set-up speaks on stderr: stdout belongs to what it sets up. */
export function say(text) {
  process.stderr.write(`vilfredo: ${text}\n`);
}

/** Runs a set-up and ends the process in plain words when it fails. */
export async function orExplain(run) {
  try {
    process.exitCode = await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Trouble ? error.message : error.stack}\n`);
    process.exitCode = error.exitCode ?? 1;
  }
}
