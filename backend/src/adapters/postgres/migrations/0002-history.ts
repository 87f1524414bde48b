import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reading history by time and by person. */
export class History1763683200002 implements MigrationInterface {
  /** An index that is built beside running instances cannot be part of a transaction. */
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FIRST_SINCE);
    // One that was interrupted leaves an index that is of no use.
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS messages_user');
    await runner.query('CREATE INDEX CONCURRENTLY messages_user ON messages (room_id, user_id, seq)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX messages_user');
    await runner.query('DROP FUNCTION first_since');
  }
}

/**
 * The seq of a room's first message at a time or later. Times never run backwards within a room, so some twenty looks
 * at the primary key find it among a million: an index by time would cost every message that is stored.
 */
const FIRST_SINCE = `
CREATE OR REPLACE FUNCTION first_since(p_room text, p_time bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_low bigint := 1;
  v_high bigint;
  v_middle bigint;
BEGIN
  SELECT last_seq + 1 INTO v_high FROM rooms WHERE id = p_room;
  WHILE v_low < v_high LOOP
    v_middle := (v_low + v_high) / 2;
    IF (SELECT sent_at >= p_time FROM messages WHERE room_id = p_room AND seq = v_middle) THEN
      v_high := v_middle;
    ELSE
      v_low := v_middle + 1;
    END IF;
  END LOOP;
  RETURN v_low;
END $$;
`;
