import type { Room } from '@parley/protocol';
import { markStale } from '../room/apply.js';
import { catchUp } from '../room/catch-up.js';
import { hasGap } from '../room/room-state.js';
import * as list from '../room-list.js';
import type { HubEventOf } from './hub-event.js';
import { enter, onRemoved } from './on-entry.js';
import { changeHistory, fillGap } from './on-history.js';
import { parkOutbox, resumeOutbox } from './on-outbox.js';
import type { SyncRequest } from './sync-request.js';
import { changeClient, changeRoom, changeSnapshot, roomOfVisit, type Turn } from './turn.js';

/** A new connection: first what was missed, then the people, who may have come and gone meanwhile. */
export function onOnline(turn: Turn): void {
  turn.state = { ...turn.state, isOnline: true, round: turn.state.round + 1 };
  syncAll(turn, 0);
}

export function onOffline(turn: Turn): void {
  turn.state = { ...turn.state, isOnline: false, round: turn.state.round + 1 };
  turn.effects.push({ do: 'cancel_timers' }, { do: 'stop_revalidating' });
  parkOutbox(turn);
  for (const [roomId, { snapshot }] of turn.state.rooms) {
    changeRoom(turn, roomId, { isFillingGap: false });
    changeHistory(turn, roomId, markStale);
    changeSnapshot(turn, roomId, { people: { ...snapshot.people, typing: [] } });
  }
}

/** Asks for what was missed in all open rooms, and begins to listen to them. */
export function syncAll(turn: Turn, attempt: number): void {
  const asked = headsOf(turn, [...turn.state.rooms.keys()]);
  request(turn, {
    round: turn.state.round,
    attempt,
    of: { what: 'connection' },
    asked,
    watch: [...asked.keys()],
  });
}

/** What was missing in a room did not come by itself. */
export function onGapDue(turn: Turn, event: HubEventOf<'gap_due'>): void {
  const { roomId, round, attempt } = event;
  const room = roomOfVisit(turn, event);
  if (!room || round !== turn.state.round) return;
  if (!hasGap(room.snapshot.history)) {
    changeRoom(turn, roomId, { isFillingGap: false });
    return;
  }
  request(turn, { round, attempt, of: { what: 'gap', roomId }, asked: headsOf(turn, [roomId]), watch: [] });
}

/** An answer may be a part: it is asked again until there is all of it. */
export function onSynced(turn: Turn, { request: made, answer, serverNow }: HubEventOf<'synced'>): void {
  if (made.round !== turn.state.round) return;
  const answers = new Map(Object.entries(answer.rooms));
  const left: string[] = [];
  for (const [roomId, { head, visit }] of made.asked) {
    const synced = answers.get(roomId);
    if (!synced || !roomOfVisit(turn, { roomId, visit })) continue;
    if (synced.status === 'gone') onRemoved(turn, roomId, false, serverNow);
    else changeHistory(turn, roomId, (history) => catchUp(history, head, synced));
    if (synced.status === 'delta' && synced.more) left.push(roomId);
  }
  onRoomList(turn, answer.mine);
  if (left.length > 0) request(turn, { ...made, asked: headsOf(turn, left), watch: [] });
  else if (made.of.what === 'gap') endGap(turn, made.of.roomId);
  else onCaughtUp(turn);
}

export function onSyncFailed(turn: Turn, { request: made, error }: HubEventOf<'sync_failed'>): void {
  const { round, attempt, of } = made;
  if (round !== turn.state.round) return;
  if (error.code === 'offline' || error.code === 'disconnected') {
    if (of.what === 'gap') endGap(turn, of.roomId);
    return;
  }
  if (!error.retry) turn.effects.push({ do: 'report_fault', error });
  const visit = of.what === 'gap' ? (turn.state.rooms.get(of.roomId)?.visit ?? 0) : 0;
  turn.effects.push({
    do: 'later',
    name: of.what === 'gap' ? `gap ${of.roomId}` : 'sync',
    wait: { atLeastMs: error.retryAfterMs ?? 0, backoff: { of: 'connection', failures: attempt } },
    event:
      of.what === 'gap'
        ? { type: 'gap_due', roomId: of.roomId, visit, round, attempt: attempt + 1 }
        : { type: 'sync_due', round, attempt: attempt + 1 },
  });
}

function onCaughtUp(turn: Turn): void {
  resumeOutbox(turn);
  turn.effects.push({ do: 'resend_read_marks' });
  for (const roomId of turn.state.rooms.keys()) enter(turn, roomId);
}

function endGap(turn: Turn, roomId: string): void {
  changeRoom(turn, roomId, { isFillingGap: false });
  fillGap(turn, roomId);
}

/** The server told my rooms: nothing is cached of others but those that are open. */
function onRoomList(turn: Turn, mine: readonly Room[]): void {
  const { client, rooms: open } = turn.state;
  const online = list.onlinePartners(client.online, mine);
  changeClient(turn, { rooms: (rooms) => list.replaceAll(rooms, mine), online, known: true, current: true });
  turn.effects.push({ do: 'forget_other_rooms', roomIds: [...mine.map(({ id }) => id), ...open.keys()] });
  turn.effects.push({ do: 'compare_cached', rooms: mine.filter(({ id }) => !open.has(id)) });
}

function request(turn: Turn, made: SyncRequest): void {
  turn.effects.push({ do: 'sync', request: made });
}

function headsOf(turn: Turn, roomIds: readonly string[]): SyncRequest['asked'] {
  const { rooms } = turn.state;
  return new Map(
    roomIds.flatMap((roomId) => {
      const room = rooms.get(roomId);
      const head = room?.snapshot.history.head;
      return room && head ? [[roomId, { head, visit: room.visit }] as const] : [];
    }),
  );
}
