import * as z from 'zod/mini';

/** Ids of rooms people choose: public rooms only. Never the shape of a uuid, which is the server's to give. */
export const PUBLIC_ROOM_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const Uuid = z.string().check(z.regex(UUID, 'a uuid in lower case'));
export const RoomId = z.string().check(z.regex(PUBLIC_ROOM_ID, 'a room id: a-z, 0-9, _ and -, at most 64'));
/** A room id that a user may choose for a new public room. */
export const ChosenRoomId = RoomId.check(
  z.refine((id) => !UUID.test(id), 'ids of that shape are given by the server'),
);
export const Seq = z.int().check(z.gte(0));
