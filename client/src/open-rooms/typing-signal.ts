import { LIMITS } from '@parley/protocol';

/** Says that I type, seldom enough: at most every two seconds while I do, and once when I stop. */
export class TypingSignal {
  private sentAt: number | null = null;

  constructor(private readonly send: (isTyping: boolean) => void) {}

  set(isTyping: boolean): void {
    // A clock that cannot be put back.
    const now = performance.now();
    if (isTyping) {
      if (this.sentAt !== null && now - this.sentAt < LIMITS.typingEveryMs) return;
      this.sentAt = now;
      this.send(true);
    } else if (this.sentAt !== null) {
      this.sentAt = null;
      this.send(false);
    }
  }

  /** A message says by itself that its author stopped. */
  onMessageSent(): void {
    this.sentAt = null;
  }
}
