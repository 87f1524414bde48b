import type { Page, PageOf } from '../cursor.js';
import type { Transaction } from './transaction.js';

/** A message that another than its author deleted. */
export interface ModeratedMessage {
  roomId: string;
  roomName: string;
  seq: number;
  /** Of the deletion. */
  rev: number;
  author: { id: string; username: string };
  moderator: { id: string; username: string };
  /** ms */
  sentAt: number;
  deletedAt: number;
}

/** Which messages others than their authors deleted, in PostgreSQL. Without their texts; nothing is taken out of it. */
export abstract class ModerationLog {
  /** Adds those of these deleted messages that others deleted. What is there already stays as it is. */
  abstract record(roomId: string, seqs: readonly number[], transaction: Transaction): Promise<void>;

  /** Newest first; of one room if told so. */
  abstract page(page: PageOf, roomId?: string): Promise<Page<ModeratedMessage>>;
}
