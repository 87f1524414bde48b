import type { AnyChange, Head, Message, Room } from '@parley/protocol';

/** The newest messages of a room, ascending: everything up to `head`, from the oldest of them on. */
export interface CachedRoom {
  roomId: string;
  head: Head;
  messages: readonly Message[];
  /** What stands beside them. Absent where an older client stored it. */
  annexes?: readonly AnyChange[];
  /** The kinds of annexes that its writer knew: of others that stand at `head` it has none. Absent where an older client stored it. */
  annexKinds?: readonly string[];
  hasOlder: boolean;
}

/**
 * Where one person's rooms outlive the program, so that they can be shown before a server answers. What it gives back
 * is old and never more than that: a catch-up by the head follows. It may forget anything at any time.
 */
export interface ChatStorage {
  loadList(): Promise<readonly Room[] | null>;
  saveList(rooms: readonly Room[]): Promise<void>;
  loadRoom(roomId: string): Promise<CachedRoom | null>;
  saveRoom(room: CachedRoom): Promise<void>;
  forgetRoom(roomId: string): Promise<void>;
  /** Forgets every room but these. */
  forgetOthers(roomIds: readonly string[]): Promise<void>;
}

/** Keeps nothing: the default. */
export const noStorage: ChatStorage = {
  loadList: async () => null,
  saveList: async () => undefined,
  loadRoom: async () => null,
  saveRoom: async () => undefined,
  forgetRoom: async () => undefined,
  forgetOthers: async () => undefined,
};
