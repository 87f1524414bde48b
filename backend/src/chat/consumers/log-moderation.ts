import type { ModerationLog } from '../stores/moderation-log.js';
import type { Transaction } from '../stores/transaction.js';
import type { Changes, Consumer } from './consumer.js';

/** Writes down which messages were deleted by others than their authors. A deletion is final, so each of them comes. */
export class LogModeration implements Consumer {
  readonly name = 'moderation_log';
  readonly kinds = ['message'] as const;
  readonly newMessages = false;
  /** Who deleted a message is known from the version on that brought this. */
  readonly from = 'now';

  constructor(private readonly log: ModerationLog) {}

  async handle({ roomId, changes }: Changes, transaction: Transaction): Promise<void> {
    const seqs = changes.flatMap(({ kind, row }) =>
      kind === 'message' && row.deletedAt !== undefined ? [row.seq] : [],
    );
    if (seqs.length > 0) await this.log.record(roomId, seqs, transaction);
  }
}
