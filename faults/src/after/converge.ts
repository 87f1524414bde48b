import type { Message } from '@parley/protocol';
import type { ChatClient } from '../clients/chat-client.js';
import type { Crew } from '../clients/crew.js';
import { now, sleep } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { failuresIn } from '../record/failure.js';
import type { View } from '../record/history.js';
import { type Row, readTable, type Table } from '../record/table.js';

const LOOK_EVERY_MS = 100;
/** When nothing has changed for so long, nothing will. */
const STEADY_MS = 1_500;

/** When each view became what the table says, under the view's client and room; absent while it is not. */
type Level = Map<string, number>;

/**
 * Waits until every view is what the table says, and what was begun is finished. What each view took is counted from
 * `healedAt`, and from when the view could know: its client was connected, and the room had changed for the last time.
 */
export async function converge(
  cluster: Cluster,
  crew: Crew,
  { healedAt, finished, patienceMs }: { healedAt: number; finished: Promise<void>; patienceMs: number },
): Promise<View[]> {
  let isFinished = false;
  finished.then(
    () => (isFinished = true),
    () => (isFinished = true),
  );
  const level: Level = new Map();
  const changedAt = new Map<string, number>();
  const revs = new Map<string, number>();
  let deadline = Number.POSITIVE_INFINITY;
  for (let steadySince = now(); now() < deadline; await sleep(LOOK_EVERY_MS)) {
    const at = now();
    for (const [roomId, rev] of await readRevs(cluster)) {
      if (revs.get(roomId) !== rev) changedAt.set(roomId, at);
      revs.set(roomId, rev);
    }
    const areAll = lookAtAll(crew, revs, level, at);
    if (!areAll || !isFinished) steadySince = at;
    if (isFinished) deadline = Math.min(deadline, at + patienceMs);
    if (at - steadySince >= STEADY_MS) break;
  }
  await finished;
  const table = await cluster.postgres.with(readTable);
  return viewsOf(crew).map((view) => {
    const equalAt = level.get(keyOf(view)) ?? null;
    return judgeView(view, equalAt, table, healedAt, changedAt.get(view.roomId) ?? healedAt);
  });
}

interface ClientsRoom {
  client: ChatClient;
  roomId: string;
}

const keyOf = ({ client, roomId }: ClientsRoom) => `${client.id} ${roomId}`;

const viewsOf = ({ clients }: Crew): ClientsRoom[] =>
  clients.flatMap((client) => [...client.rooms.keys()].map((roomId) => ({ client, roomId })));

function lookAtAll(crew: Crew, revs: ReadonlyMap<string, number>, level: Level, at: number): boolean {
  let areAll = true;
  for (const view of viewsOf(crew)) {
    const key = keyOf(view);
    if (!isLevel(view, revs.get(view.roomId))) {
      level.delete(key);
      areAll = false;
    } else if (!level.has(key)) level.set(key, at);
  }
  return areAll;
}

async function readRevs(cluster: Cluster): Promise<[string, number][]> {
  const { rows } = await cluster.postgres.with((db) =>
    db.query<{ id: string; last_rev: number }>('SELECT id, last_rev FROM rooms'),
  );
  return rows.map(({ id, last_rev }) => [id, last_rev]);
}

function isLevel({ client, roomId }: ClientsRoom, rev: number | undefined): boolean {
  const history = client.rooms.get(roomId)?.state.history;
  return client.online && history?.head?.rev === rev && history?.pending.length === 0;
}

function judgeView(
  { client, roomId }: ClientsRoom,
  equalAt: number | null,
  table: Table,
  healedAt: number,
  changedAt: number,
): View {
  const history = client.rooms.get(roomId)?.state.history;
  const messages = history?.messages ?? [];
  const rows = table.messages.filter((row) => row.roomId === roomId);
  const isEqual = equalAt !== null && isNewestOf(messages, rows);
  const couldKnowAt = Math.max(healedAt, client.onlineAt, changedAt);
  return {
    userId: client.id,
    roomId,
    headRev: history?.head?.rev ?? 0,
    messages: messages.map(({ seq, id, rev, message: text }) => ({ seq, id, rev, text })),
    unsent: history?.pending.length ?? 0,
    equalAfterMs: isEqual ? Math.max(0, equalAt - healedAt) : null,
    onlineEqualAfterMs: isEqual ? Math.max(0, equalAt - couldKnowAt) : null,
    failures: [
      ...(client.failures.get(roomId) ?? []),
      ...failuresIn({ me: client.id, head: null, messages }),
    ],
  };
}

/** A view begins somewhere and then has everything, as it stands. */
function isNewestOf(messages: readonly Message[], rows: readonly Row[]): boolean {
  const newest = rows.slice(rows.length - messages.length);
  return (
    newest.length === messages.length &&
    (messages.length > 0 || rows.length === 0) &&
    newest.every((row, i) => {
      const shown = messages[i];
      return (
        shown?.id === row.id && shown.seq === row.seq && shown.rev === row.rev && shown.message === row.text
      );
    })
  );
}
