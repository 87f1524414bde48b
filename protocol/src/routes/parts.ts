import * as z from 'zod/mini';
import { RoomId } from '../ids.js';
import { Room } from '../shapes.js';

// What routes of several files take or answer.

export const aRoom = z.object({ roomId: RoomId });
export const theRoom = { means: 'The room.', body: Room };
export const done = { 204: { means: 'Done.' } };
