/**
 * Of all tabs one person has open, one notifies, and none while another is being looked at. Tabs know of each other by
 * locks, which the browser frees when a tab closes, however it does.
 */
export class TabLeader {
  private isLeader = false;
  private release: () => void = () => undefined;
  private readonly ended = new AbortController();
  private readonly first: string;
  private readonly seen: string;

  constructor(userId: string) {
    this.first = `parley.notifier.${userId}`;
    this.seen = `parley.seen.${userId}`;
  }

  start(): void {
    if (!('locks' in navigator)) return;
    const { signal } = this.ended;
    const untilTheEnd = () => {
      this.isLeader = true;
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    };
    navigator.locks.request(this.first, { signal }, untilTheEnd).catch(() => undefined);
    document.addEventListener('visibilitychange', this.tellWhetherSeen, { signal });
    this.tellWhetherSeen();
  }

  stop(): void {
    this.isLeader = false;
    this.ended.abort();
    this.release();
  }

  /** True in one tab at most. */
  async mayNotify(): Promise<boolean> {
    if (!this.isLeader || document.visibilityState === 'visible') return false;
    const { held = [] } = await navigator.locks.query().catch(() => ({ held: undefined }));
    return held.every(({ name }) => name !== this.seen);
  }

  private readonly tellWhetherSeen = (): void => {
    this.release();
    this.release = () => undefined;
    if (document.visibilityState !== 'visible') return;
    const hidden = new AbortController();
    this.release = () => hidden.abort();
    const untilHidden = () =>
      new Promise<void>((resolve) => hidden.signal.addEventListener('abort', () => resolve()));
    navigator.locks
      .request(this.seen, { mode: 'shared', signal: hidden.signal }, untilHidden)
      .catch(() => undefined);
  };
}
