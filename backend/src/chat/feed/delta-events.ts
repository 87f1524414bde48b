import { type EncodedEvent, encodeEvent } from '../room-changes.js';
import type { Delta } from '../stores/message-log.js';

/**
 * What a catch-up tells of all that changed above a rev.
 *
 * @param told the seq of the newest message that was told already: of those up to it only a change is news
 */
export function deltaEvents(
  { members, updated, messages, room }: Delta,
  above: number,
  told = 0,
): EncodedEvent[] {
  const isNew = (row: { rev: number }) => row.rev > above;
  return [
    // Departures first: whoever was removed hears nothing of what came after.
    ...members.filter(isNew).map((member) => encodeEvent('member_updated', member)),
    ...(room && isNew(room) ? [encodeEvent('room_updated', room)] : []),
    ...updated.filter(isNew).map((message) => encodeEvent('message_updated', message)),
    ...messages
      .filter(isNew)
      .map((message) => encodeEvent(message.seq > told ? 'message' : 'message_updated', message)),
  ];
}
