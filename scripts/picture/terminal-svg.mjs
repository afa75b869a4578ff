/**
 * A terminal session as an SVG picture: commands bright, output plain, nothing but text, readable in light and dark.
 * @param {{command: string, output: string}[]} steps
 * @param {{columns: number, rows: number}} most longer lines go on in the next row; further rows are cut off
 */
export function terminalSvg(steps, most) {
  const lines = steps.flatMap(({ command, output }) => [
    { text: `$ ${command}`, kind: 'command' },
    ...output
      .trimEnd()
      .split('\n')
      .flatMap((text) => inRows(text, most.columns))
      .map((text) => ({ text, kind: 'output' })),
    { text: '', kind: 'output' },
  ]);
  const shown = lines.slice(0, most.rows);
  const [width, line] = [most.columns * 7.83 + 40, 18.5];
  const height = shown.length * line + 56;
  const text = shown.map(({ text, kind }, i) => {
    return `<text x="20" y="${(54 + i * line).toFixed(1)}" class="${kind}" xml:space="preserve">${inXml(text)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height.toFixed(0)}" role="img">
<title>${inXml(steps.map(({ command }) => command).join(', '))}</title>
<style>
.screen { fill: #14181f }
text { font: 13px ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace; fill: #c9d3df }
.command { fill: #7fd4a8; font-weight: 600 }
</style>
<rect class="screen" width="100%" height="100%" rx="10"/>
<circle cx="22" cy="20" r="6" fill="#e0645c"/><circle cx="42" cy="20" r="6" fill="#e2b04a"/><circle cx="62" cy="20" r="6" fill="#61b865"/>
${text.join('\n')}
</svg>
`;
}

function inXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function inRows(text, columns) {
  const rows = [];
  for (let from = 0; from === 0 || from < text.length; from += columns) rows.push(text.slice(from, from + columns));
  return rows;
}
