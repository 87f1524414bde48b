import type { Amended, Amendment, MessageLog } from '../../src/chat/stores/message-log.js';

/** Edits or deletes a message by whatever rights, for tests of what comes of it. Null where there is no such message. */
export async function amend(log: MessageLog, amendment: Omit<Amendment, 'facts'>): Promise<Amended | null> {
  const { roomId, seq, userId } = amendment;
  const facts = await log.amendFacts(roomId, seq, userId);
  if (!facts?.message) return null;
  const amended = await log.amend({ ...amendment, facts });
  if (amended === 'stale') throw new Error('The facts did not hold.');
  return amended;
}
