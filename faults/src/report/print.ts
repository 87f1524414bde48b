import type { Figures, InvariantVerdict, Judgement } from '../check/verdict.js';

/** How many sentences of each broken invariant are shown. */
const SHOWN = 5;

const OUTCOMES: Record<Judgement['outcome'], string> = {
  passed: 'Everything held.',
  broken: 'BROKEN: see above.',
  void: 'VOID: the run proves nothing.',
};

/** The table at the end, as Markdown that reads well as it is. */
export function print({ figures, invariants, void: missing, outcome }: Judgement, seed: number): string {
  return [
    tableOf(['', ''], rowsOf(figures, seed)),
    tableOf(['invariant', 'checked', 'verdict'], invariants.map(rowOf)),
    ...invariants.flatMap(breachesOf),
    ...missing.map((what) => `There were no ${what}.`),
    OUTCOMES[outcome],
  ].join('\n\n');
}

function rowsOf({ faults, convergedMs, ...figures }: Figures, seed: number): string[][] {
  const kinds = Object.entries(faults).sort(([a], [b]) => a.localeCompare(b));
  const count = kinds.reduce((sum, [, times]) => sum + times, 0);
  const ms = (value: number) => (Number.isFinite(value) ? `${Math.round(value)} ms` : 'never');
  return [
    ['faults applied', `${count}: ${kinds.map(([kind, times]) => `${kind} ${times}`).join(', ')}`],
    ['acknowledged', `${figures.acknowledged}`],
    ['retried', `${figures.retried}`],
    ['duplicates answered', `${figures.duplicatesAnswered}`],
    ['gaps filled', `${figures.gapsFilled}`],
    ['refused', `${figures.refused}`],
    ['lost', `${figures.lost}`],
    ['doubled', `${figures.doubled}`],
    ['out of order', `${figures.outOfOrder}`],
    ['time to converge after healing', `p50 ${ms(convergedMs.p50)}, max ${ms(convergedMs.most)}`],
    ['seed', `${seed}`],
  ];
}

function rowOf({ name, says, verdict, checked, broken }: InvariantVerdict): string[] {
  const told = verdict === 'broken' ? `BROKEN ${broken.length} times` : verdict;
  return [`${name} ${says}`, `${checked}`, told];
}

function breachesOf({ name, broken }: InvariantVerdict): string[] {
  if (broken.length === 0) return [];
  const more = broken.length > SHOWN ? [`  and ${broken.length - SHOWN} more`] : [];
  return [[`${name}:`, ...broken.slice(0, SHOWN).map((line) => `  ${line}`), ...more].join('\n')];
}

function tableOf(heads: readonly string[], rows: readonly string[][]): string {
  const width = (column: number) =>
    Math.max(3, ...[heads, ...rows].map((row) => row[column]?.length ?? 0).filter((length) => length < 60));
  const widths = heads.map((_, column) => width(column));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(heads), `|${widths.map((size) => '-'.repeat(size + 2)).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}
