import type { History } from '../record/history.js';
import type { Table } from '../record/table.js';
import { acknowledged, group, keyOf } from './finding.js';
import { INVARIANTS } from './invariants.js';

export interface InvariantVerdict {
  name: string;
  says: string;
  /** `no case`: nothing in this run could have broken it. */
  verdict: 'holds' | 'broken' | 'no case';
  checked: number;
  broken: string[];
}

export interface Figures {
  acknowledged: number;
  retried: number;
  duplicatesAnswered: number;
  gapsFilled: number;
  refused: number;
  lost: number;
  doubled: number;
  outOfOrder: number;
  faults: Record<string, number>;
  convergedMs: { p50: number; most: number };
}

export interface Judgement {
  figures: Figures;
  invariants: InvariantVerdict[];
  /** What the run did not do, though a run that proves something does: it proves nothing then. */
  void: string[];
  outcome: 'passed' | 'broken' | 'void';
}

/** Everything there is to say about a run. */
export function judge(history: History, table: Table): Judgement {
  const invariants = INVARIANTS.map(({ name, says, check }): InvariantVerdict => {
    const { checked, broken } = check(history, table);
    const verdict = broken.length > 0 ? 'broken' : checked > 0 ? 'holds' : 'no case';
    return { name, says, verdict, checked, broken };
  });
  const figures = figuresOf(history, invariants);
  const missing = whatIsMissing(figures);
  const isBroken = invariants.some(({ verdict }) => verdict === 'broken');
  const outcome = isBroken ? 'broken' : missing.length > 0 ? 'void' : 'passed';
  return { figures, invariants, void: missing, outcome };
}

function figuresOf(history: History, invariants: readonly InvariantVerdict[]): Figures {
  const breaches = (...names: string[]) =>
    invariants.reduce((sum, { name, broken }) => sum + (names.includes(name) ? broken.length : 0), 0);
  const acks = acknowledged(history);
  const attempts = group(history.attempts, keyOf);
  const heads = history.heard.filter((heard) => heard.is === 'head');
  const convergence = history.views
    .map(({ equalAfterMs }) => equalAfterMs ?? Number.POSITIVE_INFINITY)
    .sort((a, b) => a - b);
  const faults: Record<string, number> = {};
  for (const { kind } of history.faults) faults[kind] = (faults[kind] ?? 0) + 1;
  return {
    acknowledged: new Set(acks.map(keyOf)).size,
    retried: history.attempts.length - attempts.size,
    duplicatesAnswered: acks.filter(({ dup }) => dup).length,
    gapsFilled: new Set(heads.map(({ roomId, rev }) => `${roomId} ${rev}`)).size + history.clientCatchUps,
    refused: history.attempts.filter(({ outcome }) => outcome.is === 'refused').length,
    lost: breaches('I1'),
    doubled: breaches('I2', 'I5'),
    outOfOrder: breaches('I3', 'I4', 'I7', 'I8', 'I10'),
    faults,
    convergedMs: {
      p50: convergence[Math.floor(convergence.length / 2)] ?? 0,
      most: convergence.at(-1) ?? 0,
    },
  };
}

function whatIsMissing({ faults, ...figures }: Figures): string[] {
  const counts: Record<string, number> = {
    'messages acknowledged': figures.acknowledged,
    'messages retried': figures.retried,
    'duplicates answered': figures.duplicatesAnswered,
    'gaps filled': figures.gapsFilled,
    'faults applied': Object.values(faults).length,
  };
  return Object.keys(counts).filter((what) => counts[what] === 0);
}
