/** A source file as rows of an HTML table, coloured by what was covered. */
import type { PaintedLine } from './painted-nodes.js';

/** @param number of the line, from 1 */
export function paintedRow(number: number, text: string, line: PaintedLine | undefined): string {
  const hits = line ? String(line.hits) : '';
  return `<tr class="${colour(number, line)}">
<td class="line"><a name='${number}'>${number}</a></td>
<td class="hits">${hits}</td>
<td class="code">${html(text)}</td>
</tr>
`;
}

function colour(number: number, line: PaintedLine | undefined): string {
  if (!line) return 'noCover';
  const { hits, branches, coveredBranches: covered } = line;
  if (hits <= 0) return 'coverNone';
  if (branches === covered) return 'coverFull';
  const percent = Math.trunc((covered * 100) / branches);
  return `coverPart" title="Line ${number}: Conditional coverage ${percent}% (${covered}/${branches})`;
}

function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '&nbsp;')
    .replaceAll('\t', '&nbsp;'.repeat(8));
}
