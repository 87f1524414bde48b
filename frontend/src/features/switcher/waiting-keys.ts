/** What the field's keys mean to the list. */
export type ListKey = 'ArrowDown' | 'ArrowUp' | 'Enter';

export function isListKey(key: string): key is ListKey {
  return key === 'ArrowDown' || key === 'ArrowUp' || key === 'Enter';
}

/** Keys on their way to the list. Those that were pressed before it is here wait for it. */
export class WaitingKeys {
  private waiting: ListKey[] = [];
  private take: ((key: ListKey) => void) | null = null;

  press(key: ListKey): void {
    if (this.take) this.take(key);
    else this.waiting.push(key);
  }

  /** What was pressed for another text means nothing any more. */
  forget(): void {
    this.waiting = [];
  }

  /** Hands over what waits and what comes. Returns what ends it. */
  takeBy(take: (key: ListKey) => void): () => void {
    this.take = take;
    for (const key of this.waiting.splice(0)) take(key);
    return () => {
      this.take = null;
    };
  }
}
