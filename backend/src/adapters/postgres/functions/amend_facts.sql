-- What the right of p_user to edit or delete a message depends on, as it is at this moment: read for the policy
-- (protocol/src/policy/amending.ts), and again by change_message under the room's lock, which compares the two as wholes.
--
-- One jsonb, in the shape that the policy takes (AmendFacts); null without such a room.
--   me       id and role on the server, of p_user
--   room     kind; role of p_user in it (null: no member); mutedUntil while p_user is muted, ms
--   message  null without one; userId of its author; authorRole (null: no member any more); deletedAt once it was deleted, ms
CREATE OR REPLACE FUNCTION amend_facts(p_room text, p_seq bigint, p_user uuid) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'me', jsonb_build_object('id', u.id, 'role', u.role),
    'room', jsonb_build_object('kind', r.kind, 'role', m.role) || jsonb_strip_nulls(jsonb_build_object(
      'mutedUntil', CASE WHEN m.muted_until > extract(epoch FROM clock_timestamp()) * 1000 THEN m.muted_until END)),
    'message', (
      SELECT jsonb_build_object('userId', x.user_id, 'authorRole', a.role)
             || jsonb_strip_nulls(jsonb_build_object('deletedAt', x.deleted_at))
      FROM messages x LEFT JOIN members a ON a.room_id = x.room_id AND a.user_id = x.user_id AND a.member
      WHERE x.room_id = p_room AND x.seq = p_seq))
  FROM rooms r
  JOIN users u ON u.id = p_user
  LEFT JOIN members m ON m.room_id = r.id AND m.user_id = u.id AND m.member
  WHERE r.id = p_room
$$;
