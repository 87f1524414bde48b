-- Memberships under the names of the protocol, as they are printed for everybody: json_strip_nulls leaves out what does
-- not apply. One that ended is told with `member` false. Mutes and bans that have run out are none.
CREATE OR REPLACE VIEW member_rows AS
SELECT m.room_id AS "roomId", m.rev, m.user_id AS "userId", u.username, m.role, m.member,
       CASE WHEN m.muted_until > extract(epoch FROM clock_timestamp()) * 1000 THEN m.muted_until END AS "mutedUntil",
       CASE WHEN m.banned_until > extract(epoch FROM clock_timestamp()) * 1000 THEN true END AS banned,
       CASE WHEN u.kind = 'guest' THEN true END AS guest
FROM members m
JOIN users u ON u.id = m.user_id;
