/** What was begun in each room and not sent, until the page closes. */
const drafts = new Map<string, string>();

export function takeDraft(roomId: string): string {
  return drafts.get(roomId) ?? '';
}

export function keepDraft(roomId: string, text: string): void {
  if (text === '') drafts.delete(roomId);
  else drafts.set(roomId, text);
}
