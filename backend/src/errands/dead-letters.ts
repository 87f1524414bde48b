import { PostgresConsumerQueue } from '../adapters/postgres/consumers/consumer-queue.js';
import { StartError } from '../adapters/start-error.js';
import { fromCursor, toCursor } from '../chat/cursor.js';
import type { Errand } from './errand.js';

const PAGE = 50;

/** Changes that consumers could not handle. */
export const deadLetterErrands: Readonly<Record<string, Errand>> = {
  'dead-letters': {
    takes: '[CURSOR]',
    prepare([cursor]) {
      const after = fromCursor(cursor, ['text', 'text', 'integer']);
      return async ({ consumers }) => {
        const queue = new PostgresConsumerQueue(consumers);
        const { items, next } = await queue.deadLetters({ after, limit: PAGE });
        if (items.length === 0) return 'There are no dead letters.';
        const lines = items.map(({ consumer, roomId, rev, error, tries, at }) =>
          [consumer, roomId, rev, new Date(at).toISOString(), `${tries} tries`, error].join('  '),
        );
        const more = next ? [`More: npm run admin -- dead-letters ${toCursor(next)}`] : [];
        return [...lines, ...more].join('\n');
      };
    },
  },
  retry: {
    takes: 'CONSUMER [ROOM REV]',
    prepare([consumer = '', roomId, rev]) {
      const isOne = roomId !== undefined;
      if (consumer === '' || (isOne && !/^\d{1,15}$/.test(rev ?? ''))) return null;
      const one = isOne ? { roomId, rev: Number(rev) } : undefined;
      return async ({ consumers }) => {
        const count = await new PostgresConsumerQueue(consumers).retry(consumer, one);
        if (count === 0) throw new StartError('There is no such dead letter.');
        return `${count} to be tried again by a running instance, within seconds. What fails once more stays in the list.`;
      };
    },
  },
};
