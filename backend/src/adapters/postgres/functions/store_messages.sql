-- Needs: sent_digest, slow_wait
--
-- Stores a batch of messages, each once: locks the rooms, finds what was sent before, checks memberships, mutes and slow
-- mode, numbers what is new, inserts it and advances the rooms' counters.
--
-- p_rooms, p_users, p_client_ids, p_ids, p_bodies: one element a message, in the order in which they were sent. p_ids are
-- uuids of version 7. p_key: for sent_digest; without it a resend of a message that was changed since is taken for the same.
-- p_extras: what each message carries beyond its text, or null; null as a whole when none of the batch carries anything.
--
-- One row a message, in the order of the batch (n from 1):
--   outcome  stored         it is stored, with this row's numbers
--            dup            it was stored before, text and extra alike: the numbers it was given then
--            conflict       another text or extra was stored under its client id
--            not_a_member, banned, not_found    of the room
--            muted, slow_mode    it may be stored in `sent_at` ms, not before
--   sent_at  ms since 1970; of `muted` and `slow_mode` the time to wait
--
-- Who may send is decided here, as `decideSend` says (protocol/src/policy/writing.ts): a test holds the two to each other.
--
-- Separate statements on purpose: in READ COMMITTED each takes its snapshot after the wait for the room locks, so the
-- messages, memberships and mutes it sees are those of all batches before it. A single statement would take its snapshot
-- before it waits.
--
-- Its big statement is planned once for each connection (`plan_cache_mode`): making a plan for each batch took longer than
-- storing a small one. That plan may be made when the tables are empty and is kept while they grow, so it must not be one
-- that is good for small tables only. Each look-up is by an index (`enable_seqscan`) and of its row alone (`OFFSET 0`
-- keeps PostgreSQL from making a join of it, for which it would read a table whole), and the update names its rooms.
CREATE OR REPLACE FUNCTION store_messages(
  p_rooms text[], p_users uuid[], p_client_ids uuid[], p_ids uuid[], p_bodies text[], p_key bytea DEFAULT NULL,
  p_extras jsonb[] DEFAULT NULL
) RETURNS TABLE (
  n bigint, outcome text, id uuid, seq bigint, rev bigint, sent_at bigint, epoch uuid
)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  v_now bigint;
BEGIN
  -- In the order of their ids, so that two batches never wait for each other in a circle.
  PERFORM 1 FROM rooms WHERE rooms.id = ANY (p_rooms) ORDER BY rooms.id FOR NO KEY UPDATE;
  v_now := floor(extract(epoch FROM clock_timestamp()) * 1000);

  RETURN QUERY
  WITH input AS (
    SELECT i.n, i.room_id, i.user_id, i.client_id, i.id, i.body, i.extra,
           first_value(i.n) OVER (PARTITION BY i.room_id, i.user_id, i.client_id ORDER BY i.n) AS first_n
    FROM unnest(p_rooms, p_users, p_client_ids, p_ids, p_bodies, p_extras)
         WITH ORDINALITY AS i (room_id, user_id, client_id, id, body, extra, n)
  ), judged AS (
    SELECT i.*, r.epoch, r.last_seq, r.last_rev, r.last_at,
           e.seq AS e_seq, coalesce(e.created_rev, e.rev) AS e_rev, e.id AS e_id, e.sent_at AS e_at,
           CASE WHEN e.created_rev IS NULL THEN e.body = i.body AND e.extra IS NOT DISTINCT FROM i.extra
                ELSE coalesce(
                  e.sent_digest = sent_digest(p_key, i.room_id, i.user_id, i.client_id, i.body, i.extra), true)
           END AS same,
           CASE WHEN r.id IS NULL THEN 'not_found'
                WHEN e.seq IS NOT NULL THEN 'known'
                WHEN m.member IS NOT TRUE
                     THEN CASE WHEN m.banned_until > v_now THEN 'banned' ELSE 'not_a_member' END
                WHEN m.muted_until > v_now THEN 'muted'
                WHEN r.slow_seconds > 0 AND m.role = 'member'
                     AND slow_wait(i.n, r.slow_seconds, v_now, p_rooms, p_users, p_client_ids) > 0 THEN 'slow_mode'
                ELSE 'fresh' END AS verdict,
           m.muted_until, r.slow_seconds
    FROM input i
    LEFT JOIN LATERAL (SELECT * FROM rooms WHERE rooms.id = i.room_id OFFSET 0) r ON true
    LEFT JOIN LATERAL (
      SELECT * FROM members WHERE members.room_id = i.room_id AND members.user_id = i.user_id OFFSET 0
    ) m ON true
    LEFT JOIN LATERAL (
      -- The user is compared in a way that no index serves, which leaves the index by client id. PostgreSQL takes room and
      -- user for independent of each other, and would find messages_user as good: all that the user ever said there.
      SELECT * FROM messages WHERE messages.room_id = i.room_id AND messages.client_id = i.client_id
        AND messages.user_id IS NOT DISTINCT FROM i.user_id OFFSET 0
    ) e ON true
  ), numbered AS (
    SELECT j.*, row_number() OVER (PARTITION BY j.room_id ORDER BY j.n) AS k,
           count(*) OVER (PARTITION BY j.room_id) AS k_all,
           -- A room's times never run backwards, even where the machine's clock does.
           greatest(v_now, coalesce(j.last_at, 0)) AS at
    FROM judged j
    WHERE j.verdict = 'fresh' AND j.n = j.first_n
  ), inserted AS (
    INSERT INTO messages (room_id, seq, rev, id, user_id, client_id, body, sent_at, extra)
    SELECT f.room_id, f.last_seq + f.k, f.last_rev + f.k, f.id, f.user_id, f.client_id, f.body, f.at, f.extra
    FROM numbered f
  ), advanced AS (
    -- The rooms are named twice, so that whatever the join is, it reads these alone.
    UPDATE rooms SET last_seq = rooms.last_seq + f.k_all, last_rev = rooms.last_rev + f.k_all, last_at = f.at
    FROM numbered f
    WHERE rooms.id = ANY (p_rooms) AND rooms.id = f.room_id AND f.k = 1
  )
  SELECT j.n,
         CASE WHEN j.verdict = 'known' THEN CASE WHEN j.same THEN 'dup' ELSE 'conflict' END
              WHEN j.verdict <> 'fresh' THEN j.verdict
              WHEN j.n = j.first_n THEN 'stored'
              WHEN o.body = j.body AND o.extra IS NOT DISTINCT FROM j.extra THEN 'dup'
              ELSE 'conflict' END,
         coalesce(j.e_id, o.id), coalesce(j.e_seq, o.last_seq + o.k), coalesce(j.e_rev, o.last_rev + o.k),
         CASE j.verdict
              WHEN 'muted' THEN j.muted_until - v_now
              WHEN 'slow_mode' THEN slow_wait(j.n, j.slow_seconds, v_now, p_rooms, p_users, p_client_ids)
              ELSE coalesce(j.e_at, o.at) END,
         j.epoch
  FROM judged j
  LEFT JOIN numbered o ON o.n = j.first_n
  ORDER BY j.n;
END $$;
