-- Changes what a room is called and how it is led, under the same lock and on the same counter as messages. Whether the one
-- who does it (p_by) may was judged by the role p_by_role (protocol/src/policy/leading.ts). A setting that is null stays as it is.
-- A room keeps in `changed_rev` the rev of its settings.
--
-- No row without such a room, else one, with the settings as they are now:
--   outcome  changed, same (it is like that already), stale (the role is another by now, and nothing happened)
CREATE OR REPLACE FUNCTION change_room(
  p_room text, p_by uuid, p_by_role text, p_name text, p_topic text, p_slow int, p_show_join_leave boolean
) RETURNS TABLE (
  outcome text, epoch uuid, last_seq bigint, rev bigint, name text, topic text, slow_seconds int, show_join_leave boolean
)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_room rooms%ROWTYPE;
  v_outcome text := 'same';
BEGIN
  SELECT * INTO v_room FROM rooms WHERE rooms.id = p_room FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  IF p_by_role IS DISTINCT FROM
       (SELECT m.role FROM members m WHERE m.room_id = p_room AND m.user_id = p_by AND m.member) THEN
    v_outcome := 'stale';
  ELSE
    UPDATE rooms r SET
      last_rev = r.last_rev + 1,
      changed_rev = r.last_rev + 1,
      name = coalesce(p_name, r.name),
      topic = coalesce(p_topic, r.topic),
      slow_seconds = coalesce(p_slow, r.slow_seconds),
      show_join_leave = coalesce(p_show_join_leave, r.show_join_leave)
    WHERE r.id = p_room AND (
      p_name <> r.name OR p_topic <> r.topic OR p_slow <> r.slow_seconds OR p_show_join_leave <> r.show_join_leave);
    IF FOUND THEN
      v_outcome := 'changed';
    END IF;
  END IF;
  RETURN QUERY
    SELECT v_outcome, r.epoch, r.last_seq, r.last_rev, r.name, r.topic, r.slow_seconds, r.show_join_leave
    FROM rooms r WHERE r.id = p_room;
END $$;
