import { LIMITS } from '@parley/protocol';

/** Says that I type, seldom enough: at most every two seconds while I do, and once when I stop. */
export class TypingSignal {
  private saidAt: number | null = null;

  constructor(private readonly say: (isTyping: boolean) => void) {}

  set(isTyping: boolean): void {
    const now = Date.now();
    if (isTyping) {
      if (this.saidAt !== null && now - this.saidAt < LIMITS.typingEveryMs) return;
      this.saidAt = now;
      this.say(true);
    } else if (this.saidAt !== null) {
      this.saidAt = null;
      this.say(false);
    }
  }

  /** A message says by itself that its author stopped. */
  sent(): void {
    this.saidAt = null;
  }
}
