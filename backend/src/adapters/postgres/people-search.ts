import type { User } from '@parley/protocol';
import type pg from 'pg';
import { type Page, type PageOf, type Place, toPage } from '../../chat/cursor.js';
import { NO_ID } from './room-row.js';

/** Of one letter of an alphabet nearly all names contain each: such a query finds what begins with it. */
const TOO_SHORT = /^[ -\u024f]?$/;

/** The longest end of a name that the index holds, in bytes of UTF-8: PostgreSQL's bound of a lexeme. A tsquery takes no longer one. */
const LEXEME_BYTES = 2_046;

interface Found extends User {
  folded: string;
}

/** First those whose name begins with the query, then those that contain it; each by name. */
const BEGINS = 0;
const CONTAINS = 1;

/**
 * Accounts, and guests who have a session, by a part of their name, each part by its index. The exact name comes first: nothing that
 * begins with it stands before it.
 *
 * @param hasSession whether the user `u` has a session
 */
export async function searchPeople(
  pool: pg.Pool,
  query: string,
  { after, limit }: PageOf,
  hasSession: string,
): Promise<Page<User>> {
  const folded = await fold(pool, query);
  // One character may fold to many. No name is so long.
  if (Buffer.byteLength(folded) > LEXEME_BYTES) return { items: [], next: null };
  const find = (rank: number, from: Place | null, most: number) =>
    findRanked(pool, { folded, rank, after: from, most, hasSession });
  const rank = after?.[0] ?? BEGINS;
  const begins = rank === BEGINS ? await find(BEGINS, after, limit + 1) : [];
  const ranked = begins.map((row) => ({ row, rank: BEGINS }));
  if (ranked.length <= limit && !TOO_SHORT.test(folded)) {
    const contain = await find(CONTAINS, rank === CONTAINS ? after : null, limit + 1 - ranked.length);
    ranked.push(...contain.map((row) => ({ row, rank: CONTAINS })));
  }
  return toPage(
    ranked,
    limit,
    ({ row, rank: of }) => [of, row.folded, row.id],
    ({ row: { id, username, kind, role } }) => ({ id, username, kind, role }),
  );
}

async function fold(pool: pg.Pool, query: string): Promise<string> {
  const { rows } = await pool.query<{ folded: string }>({
    name: 'fold_name',
    text: 'SELECT fold_name($1) AS folded',
    values: [query],
  });
  return rows[0]?.folded ?? query;
}

/** What begins with the query, as a tsquery: within quotes a quote and a backslash stand for themselves when they are doubled. */
const LEXEME = String.raw`('''' || replace(replace($1, '\', '\\'), '''', '''''') || ''':*')::tsquery`;

interface Ranked {
  folded: string;
  rank: number;
  after: Place | null;
  most: number;
  hasSession: string;
}

async function findRanked(
  pool: pg.Pool,
  { folded, rank, after, most, hasSession }: Ranked,
): Promise<Found[]> {
  const condition =
    rank === BEGINS
      ? // The last character there is ends what begins with the query.
        `u.folded >= $1 AND u.folded < $1 || chr(1114111)`
      : `name_ends(u.folded) @@ ${LEXEME} AND NOT starts_with(u.folded, $1)`;
  const { rows } = await pool.query<Found>(
    `SELECT u.id, u.username, u.kind, u.role, u.folded FROM users u
     WHERE ${condition} AND (u.folded, u.id) > ($2, $3::uuid) AND (u.kind = 'account' OR ${hasSession})
     ORDER BY u.folded, u.id LIMIT $4`,
    [folded, after?.[1] ?? '', after?.[2] ?? NO_ID, most],
  );
  return rows;
}
