import * as z from 'zod/mini';
import { ChosenRoomId, Uuid } from './ids.js';
import { line } from './text.js';

/** A room to be made, over REST or on a socket. */
export const NewRoom = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('public'), name: line(64), id: z.optional(ChosenRoomId) }),
  z.strictObject({ kind: z.literal('private'), name: line(64) }),
  z.strictObject({ kind: z.literal('direct'), userIds: z.array(Uuid).check(z.length(1)) }),
]);
