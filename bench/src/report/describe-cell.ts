import { type Cell, FIGURES, type FigureName } from '../measure/cell.js';
import type { Scenario } from '../scenarios/scenario.js';

/** One line of progress. */
export function describeCell(cell: Cell, { compares, shows }: Pick<Scenario, 'compares' | 'shows'>): string {
  const figures = [compares, ...shows].flatMap((name) => {
    const value = cell.figures[name];
    return value === undefined ? [] : `${FIGURES[name].title} ${format(name, value)}`;
  });
  const wrong = Object.entries(cell.checks).filter(([, count]) => count > 0);
  const troubles = [...wrong.map(([what, count]) => `${count} ${what}`), ...cell.doubts, ...cell.notes];
  return `  ${cell.variant}, ${cell.target}: ${figures.join(', ')}${troubles.length > 0 ? `  [${troubles.join('; ')}]` : ''}`;
}

/** A figure as people read it: 1,234 or 1.2. */
export function format(name: FigureName, value: number): string {
  const { digits } = FIGURES[name];
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
