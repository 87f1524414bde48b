import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SLOW_WAIT, STORE_MESSAGES } from './0007-muted.js';

/**
 * What was sent before is found by one look, however much its sender has said. The planner takes room, person and
 * client id for independent of each other, so that `messages_user`, which only the first two lead to, seemed as good to it
 * as the index that leads to the message: each send then read all that its sender had ever said in the room. Now the
 * room and the client id lead, and the person is compared in a way no index serves.
 */
export class SentOnce1763683200008 implements MigrationInterface {
  /** An index that is built beside running instances cannot be part of a transaction. */
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await indexed(runner, 'messages_sent', 'room_id, client_id, user_id');
    await runner.query(orReplace(byClientId(SLOW_WAIT)));
    await runner.query(STORE_MESSAGES_0008);
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS messages_client_id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await indexed(runner, 'messages_client_id', 'room_id, user_id, client_id');
    await runner.query(orReplace(SLOW_WAIT));
    await runner.query(STORE_MESSAGES);
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS messages_sent');
  }
}

async function indexed(runner: QueryRunner, name: string, columns: string): Promise<void> {
  // One that was interrupted leaves an index that is of no use.
  await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  await runner.query(`CREATE UNIQUE INDEX CONCURRENTLY ${name} ON messages (${columns})`);
}

/** In its last form that PostgreSQL plans anew for each batch. */
export const STORE_MESSAGES_0008 = byClientId(STORE_MESSAGES);

function byClientId(definition: string): string {
  return definition.replace(/e\.user_id = (\w+)\.user_id/, 'e.user_id IS NOT DISTINCT FROM $1.user_id');
}

function orReplace(definition: string): string {
  return definition.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION');
}
