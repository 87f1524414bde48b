import * as z from 'zod/mini';
import { LIMITS } from './limits.js';
import { line } from './text.js';

// What moderators give, over REST and on sockets alike.

/** A length of time and no moment: clocks differ. */
export const forMs = z.int().check(z.gte(1_000), z.lte(LIMITS.sanctionMs));
/** An owner is made by giving the room away. */
export const givenRole = { role: z.enum(['member', 'moderator']) };
export const mute = { forMs };
/** Without `forMs` for good. */
export const ban = { forMs: z.optional(forMs), reason: z.optional(line(LIMITS.reasonLength)) };
/** What is left out stays. */
export const settings = {
  name: z.optional(line(64)),
  topic: z.optional(line(LIMITS.topicLength, 0)),
  slowSeconds: z.optional(z.int().check(z.gte(0), z.lte(LIMITS.slowSeconds))),
  showJoinLeave: z.optional(z.boolean()),
};
/** A change of nothing is a mistake, such as a body that was not sent as JSON. */
export const someSetting = z.refine<object>(
  (given) => Object.keys(given).some((name) => Object.hasOwn(settings, name)),
  `one of ${Object.keys(settings).join(', ')} at least`,
);
