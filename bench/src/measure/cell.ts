import type { Target } from '../target/target.js';

/** What is measured of one target in one situation. */
export interface Cell {
  scenario: string;
  /** Which of the scenario's situations, as in tables: `500 messages/s`. */
  variant: string;
  target: Target['name'];
  keeps: Target['keeps'];
  /** Which of several repetitions: 1, 2 ... */
  round: number;
  figures: Figures;
  /** All zero, or the figures are of no worth. */
  checks: Record<string, number>;
  /** Why the figures may not be believed, a sentence each. */
  doubts: string[];
  /** What else is worth knowing. */
  notes: string[];
}

/** Named numbers, as in FIGURES. */
export type Figures = Partial<Record<FigureName, number>>;

interface FigureMeaning {
  /** As in tables, with its unit. */
  title: string;
  better: 'more' | 'less';
  digits: number;
}

/** Every figure there is. */
export const FIGURES = {
  deliveriesPerCpu: { title: 'deliveries per CPU-second', better: 'more', digits: 0 },
  deliveriesPerCpuAll: { title: 'the same with Redis and PostgreSQL', better: 'more', digits: 0 },
  deliveries: { title: 'deliveries/s', better: 'more', digits: 0 },
  said: { title: 'offered/s', better: 'more', digits: 0 },
  taken: { title: 'acknowledged/s', better: 'more', digits: 0 },
  takenPerCpu: { title: 'acknowledged sends per CPU-second', better: 'more', digits: 0 },
  latencyP50: { title: 'delivered p50 ms', better: 'less', digits: 1 },
  latencyP99: { title: 'delivered p99 ms', better: 'less', digits: 1 },
  answerP50: { title: 'acknowledged p50 ms', better: 'less', digits: 1 },
  answerP99: { title: 'acknowledged p99 ms', better: 'less', digits: 1 },
  latenessP99: { title: 'said late p99 ms', better: 'less', digits: 1 },
  cpu: { title: 'server CPU %', better: 'less', digits: 0 },
  redisCpu: { title: 'Redis CPU %', better: 'less', digits: 0 },
  postgresCpu: { title: 'PostgreSQL CPU %', better: 'less', digits: 0 },
  loadCpu: { title: 'load CPU %', better: 'less', digits: 0 },
  strangersCpu: { title: 'others on the load’s cores %', better: 'less', digits: 0 },
  connectsPerCpu: { title: 'connections per CPU-second', better: 'more', digits: 0 },
  connects: { title: 'connections/s', better: 'more', digits: 0 },
  entryP50: { title: 'in p50 ms', better: 'less', digits: 0 },
  entryP99: { title: 'in p99 ms', better: 'less', digits: 0 },
  pagesPerCpu: { title: 'pages per CPU-second', better: 'more', digits: 0 },
  pages: { title: 'pages/s', better: 'more', digits: 0 },
  pageP50: { title: 'page p50 ms', better: 'less', digits: 1 },
  pageP99: { title: 'page p99 ms', better: 'less', digits: 1 },
  rssPerConnection: { title: 'RSS a connection, KB', better: 'less', digits: 1 },
  heapPerConnection: { title: 'heap a connection, KB', better: 'less', digits: 1 },
  returnP50: { title: 'caught up p50 ms', better: 'less', digits: 0 },
  returnP99: { title: 'caught up p99 ms', better: 'less', digits: 0 },
  openP50: { title: 'from open p50 ms', better: 'less', digits: 0 },
  openP99: { title: 'from open p99 ms', better: 'less', digits: 0 },
  returned: { title: 'came back', better: 'more', digits: 0 },
  reloaded: { title: 'of them by a new page', better: 'less', digits: 0 },
  growthMb: { title: 'RSS grew by MB at most', better: 'less', digits: 0 },
  memoryMb: { title: 'server RSS MB', better: 'less', digits: 0 },
} as const satisfies Record<string, FigureMeaning>;

export type FigureName = keyof typeof FIGURES;
