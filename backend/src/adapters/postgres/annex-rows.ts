import type { AnnexKind } from '@parley/protocol';
import type { PrintedMessage } from '../../chat/stores/message-log.js';
import { printed } from './printed.js';

/** The view of each kind of annex, its rows under the names of the protocol, and what of them is shown, in which order. */
const VIEWS: Record<AnnexKind, { view: string; isShown: string; place: string }> = {
  reaction: { view: 'reaction_rows', isShown: 'x.count > 0', place: 'x."firstRev"' },
};

/**
 * A SELECT of what stands beside the messages of a page, a CTE called `page`: `seq`, `rev`, `json`, `annex` (the Change as a
 * JSON text) and `place`, the order among those of a message.
 *
 * @param room the room's id in SQL
 */
export function annexesOfPage(room: string): string {
  return Object.entries(VIEWS)
    .map(
      ([kind, { view, isShown, place }]) =>
        `SELECT x.seq, x.rev, NULL AS json, '{"kind":"${kind}","row":' || ${printed('x')} || '}' AS annex, ${place} AS place
         FROM ${view} x WHERE x."roomId" = ${room}
           AND x.seq BETWEEN (SELECT min(seq) FROM page) AND (SELECT max(seq) FROM page)
           AND x.seq IN (SELECT seq FROM page) AND ${isShown}`,
    )
    .join(' UNION ALL ');
}

/** A message, or something beside the message before it. */
export type PrintedRow =
  | { seq: number; rev: number; json: string; annex: null }
  | { seq: number; rev: number; json: null; annex: string };

/** @param rows by seq and place: a message has place 0, and what stands beside it comes behind it */
export function withAnnexes(rows: readonly PrintedRow[]): PrintedMessage[] {
  const messages: PrintedMessage[] = [];
  for (const { seq, rev, json, annex } of rows) {
    const last = messages.at(-1);
    if (json !== null) messages.push({ seq, rev, json, annexes: [] });
    else if (last) {
      last.annexes.push(annex);
      last.rev = Math.max(last.rev, rev);
    }
  }
  return messages;
}
