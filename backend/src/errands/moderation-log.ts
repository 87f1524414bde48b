import { PostgresModerationLog } from '../adapters/postgres/consumers/moderation-log.js';
import { fromCursor, toCursor } from '../chat/cursor.js';
import type { ModeratedMessage } from '../chat/stores/moderation-log.js';
import type { Errand } from './errand.js';

const PAGE = 50;

/** Which messages were deleted by others than their authors. */
export const moderationErrands: Readonly<Record<string, Errand>> = {
  'moderation-log': {
    takes: '[--room ROOM] [CURSOR]',
    prepare(words) {
      const { roomId, cursor } = optionsOf(words);
      const after = fromCursor(cursor, ['integer', 'text', 'integer']);
      return async ({ consumers }) => {
        const { items, next } = await new PostgresModerationLog(consumers).page(
          { after, limit: PAGE },
          roomId,
        );
        if (items.length === 0) return 'No message was deleted by another than its author.';
        const room = roomId === undefined ? '' : `--room ${roomId} `;
        const more = next ? [`More: npm run admin -- moderation-log ${room}${toCursor(next)}`] : [];
        return [...items.map(lineOf), ...more].join('\n');
      };
    },
  },
};

function lineOf({ roomId, roomName, seq, author, moderator, sentAt, deletedAt }: ModeratedMessage): string {
  const at = (ms: number) => new Date(ms).toISOString();
  const who = ({ username, id }: ModeratedMessage['author']) => `${username} (${id})`;
  const room = `${roomName || 'a direct room'} (${roomId})`;
  return `${at(deletedAt)}  ${who(moderator)} deleted message ${seq} of ${who(author)}, sent ${at(sentAt)}, in ${room}`;
}

function optionsOf(words: readonly string[]): { roomId?: string; cursor?: string } {
  const [first, second, third] = words;
  if (first !== '--room') return first === undefined ? {} : { cursor: first };
  return { ...(second !== undefined && { roomId: second }), ...(third !== undefined && { cursor: third }) };
}
