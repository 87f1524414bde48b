import type { Message } from '@parley/protocol';
import { restore } from '../cache/cached-room.js';
import { acknowledge, addPending, failPending, removePending, retryPending } from '../room/optimistic.js';
import * as list from '../room-list.js';
import type { Effect } from './effect.js';
import type { HubEvent, HubEventOf } from './hub-event.js';
import type { HubState } from './hub-state.js';
import * as entry from './on-entry.js';
import { changeHistory } from './on-history.js';
import * as outbox from './on-outbox.js';
import { onTypingDue } from './on-people.js';
import { onRoomAdded, onServerEvent } from './on-server-event.js';
import * as sync from './on-sync.js';
import { changeClient, changeSnapshot, roomOfVisit, type Turn } from './turn.js';

export interface Updated {
  state: HubState;
  effects: readonly Effect[];
}

/** What an event makes of what is known, and what is to be done about it. A pure function. */
export function update(before: HubState, event: HubEvent): Updated {
  const turn: Turn = { state: before, effects: [] };
  // The table pairs each type with its event; the compiler loses the pairing at the look-up.
  (handlers[event.type] as Handler<typeof event.type>)(turn, event as never);
  changeClient(turn, { unsent: turn.state.outbox.unsettled.size });
  show(turn, before);
  return turn;
}

type Handler<T extends HubEvent['type']> = (turn: Turn, event: HubEventOf<T>) => void;

const handlers: { readonly [T in HubEvent['type']]: Handler<T> } = {
  online: sync.onOnline,
  offline: sync.onOffline,
  server_event: onServerEvent,

  open_room: entry.onOpenRoom,
  close_room: (turn, { roomId }) => entry.onCloseRoom(turn, roomId),
  write(turn, { outgoing }) {
    changeHistory(turn, outgoing.roomId, (history) => addPending(history, outgoing));
    outbox.addOutgoing(turn, outgoing);
  },
  retry(turn, { roomId, clientId }) {
    outbox.retryOutgoing(turn, clientId);
    changeHistory(turn, roomId, (history) => retryPending(history, clientId));
  },
  discard(turn, { roomId, clientId }) {
    outbox.discardOutgoing(turn, clientId);
    changeHistory(turn, roomId, (history) => removePending(history, clientId));
  },
  mark_read(turn, { roomId, seq }) {
    changeClient(turn, { rooms: (rooms) => list.readUpTo(rooms, roomId, seq) });
    turn.effects.push({ do: 'send_read_mark', roomId, seq });
  },
  room_created: (turn, { room }) => onRoomAdded(turn, room),
  change_history: (turn, { roomId, change }) => changeHistory(turn, roomId, change),
  show_loading: (turn, { roomId, loading }) => changeSnapshot(turn, roomId, loading),

  stored: (turn, { message }) => onStored(turn, message),
  send_failed(turn, { outgoing, error }) {
    const { roomId, clientId } = outgoing;
    const isRefused = outbox.onSendFailed(turn, outgoing, error);
    if (isRefused) changeHistory(turn, roomId, (history) => failPending(history, clientId, error));
  },
  synced: sync.onSynced,
  sync_failed: sync.onSyncFailed,
  entered: entry.onEntered,
  entry_failed: entry.onEntryFailed,
  ban_confirmed: entry.onBanConfirmed,
  ban_lifted(turn, event) {
    if (roomOfVisit(turn, event)) entry.enter(turn, event.roomId);
  },

  outbox_restored(turn, { left }) {
    for (const outgoing of left) {
      outbox.restoreOutgoing(turn, outgoing);
      changeHistory(turn, outgoing.roomId, (history) => addPending(history, outgoing));
    }
  },
  outgoing_written: (turn, { outgoing }) => outbox.sendOutgoing(turn, outgoing),
  list_loaded: (turn, { rooms }) => changeClient(turn, { rooms: () => rooms, known: true }),
  room_loaded(turn, event) {
    const { roomId, cached } = event;
    if (roomOfVisit(turn, event)) changeHistory(turn, roomId, (history) => restore(history, cached));
  },
  closed_room_synced(turn, { roomId, history }) {
    // One that was opened meanwhile catches up by itself.
    if (turn.state.rooms.has(roomId)) return;
    turn.effects.push(history ? { do: 'cache_closed_room', history } : { do: 'forget_room', roomId });
  },

  send_due(turn, { roomId, round }) {
    if (round === turn.state.round) outbox.onSendDue(turn, roomId);
  },
  sync_due(turn, { round, attempt }) {
    if (round === turn.state.round) sync.syncAll(turn, attempt);
  },
  gap_due: sync.onGapDue,
  entry_due(turn, event) {
    const { roomId, round, attempt } = event;
    if (round === turn.state.round && roomOfVisit(turn, event)) entry.enter(turn, roomId, attempt);
  },
  typing_due: (turn, { roomId, at }) => onTypingDue(turn, roomId, at),
};

/** A server has a message of mine, and says so to the client that sent it. */
function onStored(turn: Turn, message: Message): void {
  if (!outbox.acceptAnswer(turn, message)) return;
  const { roomId, seq } = message;
  outbox.confirmOutgoing(turn, message);
  changeHistory(turn, roomId, (history) => acknowledge(history, message));
  changeClient(turn, { rooms: (rooms) => list.recordMessage(rooms, message, turn.state.me) });
  // My other devices hear of it as well. A client that has the room open tells by itself that it was read.
  const room = turn.state.client.rooms?.find(({ id }) => id === roomId);
  if (room?.readSeq === seq && !turn.state.rooms.has(roomId))
    turn.effects.push({ do: 'send_read_mark', roomId, seq });
}

/** What changed of all that a program can see. */
function show({ state: { rooms, client }, effects }: Turn, before: HubState): void {
  if (rooms !== before.rooms) {
    for (const [roomId, room] of rooms) {
      const known = before.rooms.get(roomId);
      if (known?.visit === room.visit && known.snapshot !== room.snapshot)
        effects.push({ do: 'show_room', roomId, before: known.snapshot, after: room.snapshot });
    }
  }
  if (client === before.client) return;
  if (client.rooms && client.rooms !== before.client.rooms)
    effects.push({ do: 'cache_list', rooms: client.rooms });
  effects.push({ do: 'show_client' });
}
