-- Needs: amend_facts, message_rows, sent_digest
--
-- Gives one message another text (p_body), or none for ever (null), under the same lock and on the same counter as new
-- messages. What it carries beyond its text stays with another text and goes with a deletion, and so do the reactions to it. A
-- deleted message keeps its place, and who deleted it (`deleted_by`): seqs have no holes. From its first change on it keeps in `created_rev` what `rev` was when it was stored, and the
-- digest of what was sent (p_key: sent_digest), so that catch-up tells a new message from a changed one and a resend gets
-- its first answer for ever.
--
-- Whether p_user may was judged by p_facts, which amend_facts answered before: where anything of them is different under the
-- lock, nothing happens, and it is to be judged again.
--
-- One row. The message as it is now, under the names of the protocol, with `changed` and `same` only:
--   outcome  changed, same (it stands like that already, or was deleted), stale (other facts hold, or there is no message)
CREATE OR REPLACE FUNCTION change_message(
  p_room text, p_seq bigint, p_user uuid, p_body text, p_facts jsonb, p_key bytea
) RETURNS TABLE (outcome text, epoch uuid, last_seq bigint, message json)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_room rooms%ROWTYPE;
  v_message messages%ROWTYPE;
  v_now bigint;
  v_outcome text;
BEGIN
  SELECT * INTO v_room FROM rooms WHERE rooms.id = p_room FOR NO KEY UPDATE;
  SELECT * INTO v_message FROM messages WHERE messages.room_id = p_room AND messages.seq = p_seq;
  v_now := floor(extract(epoch FROM clock_timestamp()) * 1000);

  v_outcome := CASE
    WHEN v_message.seq IS NULL OR p_facts IS DISTINCT FROM amend_facts(p_room, p_seq, p_user) THEN 'stale'
    WHEN v_message.deleted_at IS NOT NULL OR v_message.body = p_body THEN 'same'
    ELSE 'changed' END;

  IF v_outcome = 'changed' THEN
    UPDATE messages SET
      rev = v_room.last_rev + 1,
      created_rev = coalesce(created_rev, rev),
      sent_digest = CASE WHEN created_rev IS NULL THEN sent_digest(p_key, room_id, user_id, client_id, body, extra)
                         ELSE sent_digest END,
      body = coalesce(p_body, ''),
      extra = CASE WHEN p_body IS NULL THEN NULL ELSE extra END,
      edited_at = CASE WHEN p_body IS NULL THEN edited_at ELSE v_now END,
      deleted_at = CASE WHEN p_body IS NULL THEN v_now END,
      deleted_by = CASE WHEN p_body IS NULL THEN p_user END
    WHERE messages.room_id = p_room AND messages.seq = p_seq;
    UPDATE rooms SET last_rev = rooms.last_rev + 1 WHERE rooms.id = p_room;
    IF p_body IS NULL THEN
      DELETE FROM reactions WHERE reactions.room_id = p_room AND reactions.seq = p_seq;
      DELETE FROM reaction_kinds WHERE reaction_kinds.room_id = p_room AND reaction_kinds.seq = p_seq;
    END IF;
  END IF;

  RETURN QUERY SELECT v_outcome, v_room.epoch, v_room.last_seq, (
    SELECT json_strip_nulls(row_to_json(x)) FROM message_rows x
    WHERE x."roomId" = p_room AND x.seq = p_seq AND v_outcome IN ('changed', 'same'));
END $$;
