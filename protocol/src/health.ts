import * as z from 'zod/mini';

/** That an instance lives. `uptime` in seconds. */
export const Health = z.object({
  status: z.literal('ok'),
  service: z.literal('chat-service'),
  instance: z.string(),
  version: z.string(),
  uptime: z.int(),
});
export type Health = z.infer<typeof Health>;

/** What an instance needs, by name, and whether it answers. */
export const Readiness = z.object({
  /** `stopping`: it serves those it has, and takes no others. */
  status: z.enum(['ok', 'unavailable', 'stopping']),
  checks: z.record(z.string(), z.enum(['ok', 'failed', 'timeout'])),
});
export type Readiness = z.infer<typeof Readiness>;
