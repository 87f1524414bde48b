import { FIGURES } from '../measure/cell.js';
import { isValid } from '../measure/judge.js';
import { SCENARIOS } from '../scenarios/scenarios.js';
import { TARGETS } from '../target/targets.js';
import { format } from './describe-cell.js';
import { compare, type Row } from './ratios.js';
import type { Result } from './write.js';

const WIDTH = 860;
const MARGIN = 24;
/** Where bars begin, and how long the longest is; what is behind it is for the value. */
const BAR_FROM = 290;
const BAR_MOST = 290;
const LINE = 24;
const BAR = 14;
const GAP = 22;

/** Both schemes in one file: a picture cannot ask the page that shows it. */
const STYLE = `
text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1f2430 }
.head { font-weight: 600 }
.soft { fill: #667085 }
.page { fill: #ffffff }
.other { fill: #aab2c0 }
.ours { fill: #2f6bed }
.doubtful { opacity: 0.45 }
@media (prefers-color-scheme: dark) {
  text { fill: #e7e9ef }
  .soft { fill: #98a1b3 }
  .page { fill: #14161c }
  .other { fill: #59627a }
  .ours { fill: #6f9bff }
}`.trim();

/** The result as a picture: a group of bars for each situation in which there is something to compare. */
export function chart({ machine, at, cells }: Pick<Result, 'machine' | 'at' | 'cells'>): string {
  const parts: string[] = [];
  let y = MARGIN + LINE;
  const text = (x: number, content: string, kind = '') =>
    parts.push(`<text x="${x}" y="${y}"${kind && ` class="${kind}"`}>${escaped(content)}</text>`);
  for (const scenario of SCENARIOS) {
    const { compares, name } = scenario;
    const rows = compare(
      cells.filter((cell) => cell.scenario === name),
      compares,
    ).filter(({ figures }) => figures[compares] !== undefined);
    for (const variant of new Set(rows.map((row) => row.variant))) {
      const group = rows.filter((row) => row.variant === variant);
      if (group.length < 2) continue;
      const most = Math.max(...group.map(({ figures }) => figures[compares] ?? 0));
      text(MARGIN, `${name}: ${variant}`, 'head');
      y += LINE - 4;
      text(
        MARGIN,
        `${FIGURES[compares].title}${FIGURES[compares].better === 'less' ? ', less is better' : ''}`,
        'soft',
      );
      for (const row of group) {
        y += LINE;
        const value = Math.max(0, row.figures[compares] ?? 0);
        const length = most > 0 ? Math.max(2, (value / most) * BAR_MOST) : 2;
        text(MARGIN, titleOf(row));
        parts.push(bar(row, y - BAR + 2, length));
        text(BAR_FROM + length + 8, `${format(compares, value)}${remark(row)}`);
      }
      y += LINE + GAP;
    }
  }
  text(MARGIN, `${at.toISOString().slice(0, 10)}, ${machine.processor}, Node ${machine.node}`, 'soft');
  const height = y + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Parley beside other servers">`,
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}" rx="10"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function bar(row: Row, y: number, length: number): string {
  const kind = row.target === TARGETS[0]?.name ? 'ours' : 'other';
  const doubtful = row.cells.every(isValid) ? '' : ' doubtful';
  return `<rect class="${kind}${doubtful}" x="${BAR_FROM}" y="${y}" width="${length.toFixed(1)}" height="${BAR}" rx="3"/>`;
}

const titleOf = ({ target, keeps }: Row) =>
  `${TARGETS.find(({ name }) => name === target)?.title ?? target}${keeps === 'nothing' ? '' : ' (stores)'}`;

function remark({ ratio, cells }: Row): string {
  const doubt = cells.every(isValid) ? '' : ', not valid';
  return ratio === null ? doubt : `  (Parley ${ratio.toFixed(ratio < 10 ? 2 : 0)} x)${doubt}`;
}

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
