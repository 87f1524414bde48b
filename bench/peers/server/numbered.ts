import { randomUUID } from 'node:crypto';
import type { Message } from '@parley/protocol';
import type { Me } from './identify.js';

export interface Said {
  roomId: string;
  message: string;
  clientId?: string;
}

/** What a server that stores nothing makes of a text: the very keys Parley sends, numbered by this process alone. */
export class Numbered {
  private readonly heads = new Map<string, number>();

  next({ userId, username }: Me, { roomId, message, clientId = randomUUID() }: Said): Message {
    const seq = (this.heads.get(roomId) ?? 0) + 1;
    this.heads.set(roomId, seq);
    const timestamp = Date.now();
    return { id: randomUUID(), roomId, seq, rev: seq, clientId, userId, username, message, timestamp };
  }
}
