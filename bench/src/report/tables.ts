import { type Cell, FIGURES, type FigureName } from '../measure/cell.js';
import { isRight, isValid } from '../measure/judge.js';
import { SCENARIOS } from '../scenarios/scenarios.js';
import { TARGETS } from '../target/targets.js';
import { format } from './describe-cell.js';
import { compare, type Row } from './ratios.js';
import type { Result } from './write.js';

const KEEPS = { disk: 'on disk', table: 'stored', nothing: 'nothing' } as const;

/** The whole result as Markdown: a table for each scenario, what loses too. */
export function tables({ machine, at, cells }: Result): string {
  const used = SCENARIOS.filter(({ name }) => cells.some(({ scenario }) => scenario === name));
  const parts = used.map(({ name, says, compares, shows }) => {
    const own = cells.filter(({ scenario }) => scenario === name);
    return [`### ${name}: ${says}`, '', table(compare(own, compares), compares, shows), ''].join('\n');
  });
  return [
    `${at.toISOString().slice(0, 10)}, ${machine.processor}, ${machine.system}, Node ${machine.node}. ${machine.division}`,
    '',
    ...parts,
  ].join('\n');
}

function table(rows: readonly Row[], compares: FigureName, shows: readonly FigureName[]): string {
  const used = shows.filter((figure) => rows.some(({ figures }) => figures[figure] !== undefined));
  const head = [
    'situation',
    'server',
    'keeps',
    FIGURES[compares].title,
    'Parley is',
    ...used.map((name) => FIGURES[name].title),
    'lost, doubled, reordered',
    '',
  ];
  const lines = rows.map((row) => [
    row.variant,
    TARGETS.find(({ name }) => name === row.target)?.title ?? row.target,
    KEEPS[row.keeps],
    figure(row, compares),
    row.ratio === null ? '' : `${row.ratio.toFixed(row.ratio < 10 ? 2 : 1)} x`,
    ...used.map((name) => figure(row, name)),
    checked(row.cells),
    remarks(row.cells),
  ]);
  return [head, head.map((_, n) => (n < 3 ? '---' : '---:')), ...lines]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n');
}

function figure({ figures }: Row, name: FigureName): string {
  const value = figures[name];
  return value === undefined ? '' : format(name, value);
}

function checked(cells: readonly Cell[]): string {
  const count = (...names: string[]) =>
    cells.flatMap(({ checks }) => names.map((name) => checks[name] ?? 0)).reduce((sum, n) => sum + n, 0);
  return [count('lost', 'missing', 'unstored'), count('doubled', 'unacknowledged'), count('reordered')].join(
    ', ',
  );
}

function remarks(cells: readonly Cell[]): string {
  const doubts = [...new Set(cells.flatMap((cell) => cell.doubts))];
  const invalid = cells.some((cell) => !isValid(cell)) ? ['not valid'] : [];
  const wrong = cells.some((cell) => !isRight(cell)) ? ['**wrong**'] : [];
  const notes = [...new Set(cells.flatMap((cell) => cell.notes))];
  return [...wrong, ...invalid, ...doubts, ...notes].join('; ');
}
