import type { Head, Message, Room } from '@parley/protocol';

/** The newest messages of a room, ascending: everything up to `head`, from the oldest of them on. */
export interface KeptRoom {
  roomId: string;
  head: Head;
  messages: readonly Message[];
  hasOlder: boolean;
}

/**
 * Where one person's rooms outlive the program, so that they can be shown before a server answers. What it gives back
 * is old and never more than that: a catch-up by the head follows. It may forget anything at any time.
 */
export interface ChatStorage {
  loadList(): Promise<readonly Room[] | null>;
  saveList(rooms: readonly Room[]): Promise<void>;
  loadRoom(roomId: string): Promise<KeptRoom | null>;
  saveRoom(room: KeptRoom): Promise<void>;
  forgetRoom(roomId: string): Promise<void>;
  /** Forgets every room but these. */
  forgetOthers(roomIds: readonly string[]): Promise<void>;
}

/** Keeps nothing: the default. */
export const nothingKept: ChatStorage = {
  loadList: async () => null,
  saveList: async () => undefined,
  loadRoom: async () => null,
  saveRoom: async () => undefined,
  forgetRoom: async () => undefined,
  forgetOthers: async () => undefined,
};
