import type { Connection } from './connection.js';
import { ParleyError } from './errors.js';

/** Tells the server how far I have read: the newest mark of each room, one at a time, again after an absence. */
export class ReadMarks {
  private readonly wanted = new Map<string, number>();
  private readonly sending = new Set<string>();

  constructor(private readonly connection: Connection) {}

  mark(roomId: string, seq: number): void {
    if (seq <= (this.wanted.get(roomId) ?? 0)) return;
    this.wanted.set(roomId, seq);
    void this.send(roomId);
  }

  resume(): void {
    for (const roomId of this.wanted.keys()) void this.send(roomId);
  }

  private async send(roomId: string): Promise<void> {
    const seq = this.wanted.get(roomId);
    if (seq === undefined || this.sending.has(roomId)) return;
    this.sending.add(roomId);
    try {
      await this.connection.request('mark_read', { roomId, seq });
      if (this.wanted.get(roomId) === seq) this.wanted.delete(roomId);
    } catch (error) {
      // What is refused for good is given up; the rest waits for the next mark or connection.
      if (!ParleyError.from(error).retry) this.wanted.delete(roomId);
      return;
    } finally {
      this.sending.delete(roomId);
    }
    void this.send(roomId);
  }
}
