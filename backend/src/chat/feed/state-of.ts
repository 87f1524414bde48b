import type { Member, Message, RoomSettings } from '@parley/protocol';
import type { EncodedEvent } from '../room-changes.js';
import type { Delta } from '../stores/message-log.js';

/** What changes left behind: of each message, each membership and the settings only the last state, as the log would tell it. */
export function stateOf(
  events: readonly EncodedEvent[],
): Pick<Delta, 'messages' | 'updated' | 'members' | 'room'> {
  const messages = new Map<number, Message>();
  const updated = new Map<number, Message>();
  const members = new Map<string, Member>();
  let room: RoomSettings | null = null;
  for (const { name, json } of events) {
    const row: unknown = JSON.parse(json.toString());
    if (name === 'member_updated') setLast(members, (row as Member).userId, row as Member);
    else if (name === 'room_updated') room = row as RoomSettings;
    else {
      const message = row as Message;
      // One that was said since stays among those, however often it was edited.
      if (name === 'message' || messages.has(message.seq)) messages.set(message.seq, message);
      else setLast(updated, message.seq, message);
    }
  }
  return {
    messages: [...messages.values()],
    updated: [...updated.values()],
    members: [...members.values()],
    room,
  };
}

/** In the order of their revs. */
function setLast<K, V>(rows: Map<K, V>, key: K, row: V): void {
  rows.delete(key);
  rows.set(key, row);
}
