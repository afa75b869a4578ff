/** @typedef {{ wall: string, from: string, to: string, because: string }} Finding */

/**
 * @param {Finding[]} findings
 * @returns {string} a line per finding
 */
export function describeFindings(findings) {
  return findings.map(({ wall, from, to, because }) => `${wall}: ${from} -> ${to}\n    ${because}\n`).join('');
}
