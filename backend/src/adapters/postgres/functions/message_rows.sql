-- Messages under the names of the protocol, in the order in which their fields are printed for everybody: by
-- json_strip_nulls(row_to_json(...)), which leaves out what does not apply, nulls within `extra` too. Whatever prints a
-- message reads it here.
CREATE OR REPLACE VIEW message_rows AS
SELECT m.id, m.room_id AS "roomId", m.seq, m.rev, m.client_id AS "clientId", m.user_id AS "userId",
       u.username, m.body AS message, m.sent_at AS timestamp, m.edited_at AS "editedAt", m.deleted_at AS "deletedAt",
       CASE WHEN u.kind = 'guest' THEN true END AS guest, m.extra
FROM messages m
JOIN users u ON u.id = m.user_id;
