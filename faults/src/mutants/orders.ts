/** Where an instance can be made to die between two steps of its work. */
export const FAILPOINTS = [
  'before publish',
  'before hot list',
  'before acknowledgement',
  // Of a consumer's step: nothing is done yet, it is written and not committed, it is committed and nothing else is done.
  'before consuming',
  'before consumed is committed',
  'after consumed is committed',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

/** What the run tells an instance, over the channel that every child process has with its parent. */
export type Order =
  /** Die the next time the work comes to this point; null: do not. */
  | { about: 'failpoint'; at: Failpoint | null }
  /** Lose what would be published of this room; null: of none. */
  | { about: 'lose'; roomId: string | null }
  | { about: 'memory' };

/** What an instance tells the run. */
export type Report =
  /** Its memory, bytes. */
  { about: 'memory'; bytes: number };
