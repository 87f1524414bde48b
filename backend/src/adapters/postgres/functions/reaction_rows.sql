-- Reactions under the names of the protocol, in the order in which their fields are printed for everybody: one row for each
-- emoji on a message, with how many users have made it and the latest of them (LIMITS.reactionUsers). Where none is left the
-- count is 0.
CREATE OR REPLACE VIEW reaction_rows AS
SELECT k.room_id AS "roomId", k.rev, k.seq, k.emoji, k.first_rev AS "firstRev", u.count, u."userIds"
FROM reaction_kinds k, LATERAL (
  SELECT count(*)::int AS count,
         coalesce(array_agg(x.user_id ORDER BY x.n) FILTER (WHERE x.n <= 10), '{}') AS "userIds"
  FROM (
    SELECT r.user_id, row_number() OVER (ORDER BY r.rev DESC) AS n
    FROM reactions r
    WHERE r.room_id = k.room_id AND r.seq = k.seq AND r.emoji = k.emoji
  ) x
) u;
