import * as z from 'zod/mini';

/** How far something that is done behind the commit of changes lags behind: on the whole deployment, as measured every few seconds. */
export const ConsumerHealth = z.object({
  /** Whether this instance does it. */
  worksHere: z.boolean(),
  /** Rooms in which something waits, and how many revs in all of them. */
  rooms: z.int(),
  revs: z.int(),
  /** How long the oldest message, edit or deletion among it has waited, ms; null for none. */
  oldestMs: z.nullable(z.int()),
  /** Changes that could not be handled and are put aside. */
  deadLetters: z.int(),
  /** How long ago this was measured, ms; null: never. */
  measuredMs: z.nullable(z.int()),
});

/** That an instance lives. `uptime` in seconds. */
export const Health = z.object({
  status: z.literal('ok'),
  service: z.literal('chat-service'),
  instance: z.string(),
  version: z.string(),
  uptime: z.int(),
  /** By the name of each. */
  consumers: z.record(z.string(), ConsumerHealth),
});
export type Health = z.infer<typeof Health>;

/** What an instance needs, by name, and whether it answers. */
export const Readiness = z.object({
  /** `degraded`: it serves, though something that makes it quick does not work. `stopping`: it serves those it has, and takes no others. */
  status: z.enum(['ok', 'degraded', 'unavailable', 'stopping']),
  /** `restarting`: it died, and is being started again. */
  checks: z.record(z.string(), z.enum(['ok', 'failed', 'timeout', 'restarting'])),
});
export type Readiness = z.infer<typeof Readiness>;
