import { type Cell, FIGURES, type FigureName, type Figures } from '../measure/cell.js';

/** One target in one situation, over all rounds. */
export interface Row {
  variant: string;
  target: string;
  keeps: Cell['keeps'];
  /** Medians. */
  figures: Figures;
  /** How many times better the first target is; below 1 it is worse. Null for itself and where nothing is known. */
  ratio: number | null;
  cells: Cell[];
}

/** Rows by situation, in the order they were measured. The first target of a situation is compared with the others. */
export function compare(cells: readonly Cell[], figure: FigureName): Row[] {
  const groups = groupBy(cells, ({ variant, target }) => JSON.stringify([variant, target]));
  const rows = groups.flatMap((group): Row[] => {
    const [first] = group;
    if (!first) return [];
    const { variant, target, keeps } = first;
    return [{ variant, target, keeps, figures: mediansOf(group), ratio: null, cells: group }];
  });
  return groupBy(rows, ({ variant }) => variant).flatMap(([first, ...others]) =>
    first ? [first, ...others.map((row) => ({ ...row, ratio: ratio(first, row, figure) }))] : [],
  );
}

function ratio(first: Row, other: Row, figure: FigureName): number | null {
  const [ours, theirs] = [first.figures[figure], other.figures[figure]];
  if (!ours || !theirs) return null;
  return FIGURES[figure].better === 'more' ? ours / theirs : theirs / ours;
}

function mediansOf(cells: readonly Cell[]): Figures {
  const names = Object.keys(FIGURES) as FigureName[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const values = cells.flatMap(({ figures }) => figures[name] ?? []);
      return values.length === 0 ? [] : [[name, median(values)]];
    }),
  );
}

/** The one in the middle; of an even number the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0];
  return (low + high) / 2;
}

/** In the order of each group's first. */
function groupBy<T>(all: readonly T[], key: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return [...groups.values()];
}
