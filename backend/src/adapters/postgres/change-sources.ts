import type { ChangeKind } from '@parley/protocol';
import { ROW_BYTES } from '../../chat/stores/message-log.js';

/** How one kind of change is found in PostgreSQL. $1 is the room, $2 how many rows at most, $3 the rev above which they lie. */
export interface ChangeSource {
  /** Where the rev of each row stands: with `room_id` and `rev`, by an index of both, or null for the row of the room itself. */
  table: string | null;
  /**
   * A SELECT of the rows that changed, without what is long: `rev`; `at`, the rev of the part in which a row is told; `bytes`,
   * about what it takes in an answer; and whatever `told` asks for.
   */
  changed: string;
  /** A SELECT of `event`, `place` (the order among rows of this kind) and `row` (JSON) of those for which a condition on `c` holds. */
  told(isTold: string): string;
  /** A condition on `c`: told to a client whatever part it has come to. */
  early?: string;
}

export const CHANGE_SOURCES: Record<ChangeKind, ChangeSource> = {
  member: {
    table: 'members',
    changed: `SELECT m.rev, m.rev AS at, ${ROW_BYTES} AS bytes, NOT m.member AS ended,
        json_strip_nulls(row_to_json(m)) AS row
      FROM member_rows m WHERE m."roomId" = $1 AND m.rev > $3 ORDER BY m.rev LIMIT $2`,
    told: (isTold) => `SELECT 'member_updated' AS event, c.rev AS place, c.row
      FROM room r, member_changes c WHERE ${isTold}`,
    // What came after the end of a membership is not for the one whose it was.
    early: 'c.ended',
  },
  room: {
    table: null,
    changed: `SELECT r.changed_rev AS rev, r.changed_rev AS at, 0 AS bytes, json_strip_nulls(json_build_object(
        'roomId', r.id, 'rev', r.changed_rev, 'name', r.name, 'topic', r.topic, 'slowSeconds', r.slow_seconds,
        'showJoinLeave', CASE WHEN r.show_join_leave THEN true END)) AS row
      FROM rooms r WHERE r.id = $1 AND r.changed_rev > $3`,
    told: (isTold) => `SELECT 'room_updated' AS event, c.rev AS place, c.row
      FROM room r, room_changes c WHERE ${isTold}`,
  },
  message: {
    table: 'messages',
    // A new one is told in the part of its storing, so that no seq is left out.
    changed: `SELECT m.seq, m.rev, m.created_rev IS NOT NULL AS amended, f.fresh,
        CASE WHEN f.fresh THEN coalesce(m.created_rev, m.rev) ELSE m.rev END AS at,
        octet_length(m.body) + coalesce(pg_column_size(m.extra), 0) + ${ROW_BYTES} AS bytes
      FROM messages m, LATERAL (SELECT coalesce(m.created_rev, m.rev) > $3 AS fresh) f
      WHERE m.room_id = $1 AND m.rev > $3 ORDER BY m.rev LIMIT $2`,
    told: (isTold) => `SELECT CASE WHEN c.fresh THEN 'message' ELSE 'message_updated' END AS event,
        CASE WHEN c.fresh THEN c.seq ELSE c.rev END AS place, json_strip_nulls(row_to_json(x)) AS row
      FROM room r JOIN message_changes c ON ${isTold} JOIN message_rows x ON x."roomId" = r.id AND x.seq = c.seq`,
  },
  reaction: {
    table: 'reaction_kinds',
    changed: `SELECT x.rev, x.rev AS at, ${ROW_BYTES} AS bytes, row_to_json(x) AS row
      FROM reaction_rows x WHERE x."roomId" = $1 AND x.rev > $3 ORDER BY x.rev LIMIT $2`,
    told: (isTold) => `SELECT 'reaction_updated' AS event, c.rev AS place, c.row
      FROM room r, reaction_changes c WHERE ${isTold}`,
  },
};
