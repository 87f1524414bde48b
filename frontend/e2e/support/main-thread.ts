import type { CDPSession, Page } from '@playwright/test';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Processor time of the thread, and time by the clock, µs. */
  tdur?: number;
  dur?: number;
}

export interface Task {
  processorMs: number;
  clockMs: number;
}

/** What Chromium's event loop calls each of its tasks, and what only the thread that runs the page's scripts has. */
const TASK = 'RunTask';
const SCRIPT = 'FunctionCall';

/**
 * The tasks of the page's main thread. Their processor time is what the page is answerable for: on a machine with less
 * processors than programs at work, a task lasts also for as long as it is kept waiting in its middle.
 */
export class MainThread {
  private readonly events: TraceEvent[] = [];

  private constructor(private readonly inspector: CDPSession) {}

  static async watch(page: Page): Promise<MainThread> {
    const inspector = await page.context().newCDPSession(page);
    const thread = new MainThread(inspector);
    inspector.on('Tracing.dataCollected', ({ value }) => {
      thread.events.push(...(value as unknown as TraceEvent[]));
    });
    await inspector.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] },
    });
    return thread;
  }

  /** Ends the watch. */
  async tasks(): Promise<Task[]> {
    const complete = new Promise((resolve) => this.inspector.once('Tracing.tracingComplete', resolve));
    await this.inspector.send('Tracing.end');
    await complete;
    const of = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
    const calls = new Map<string, number>();
    for (const event of this.events)
      if (event.name === SCRIPT) calls.set(of(event), (calls.get(of(event)) ?? 0) + 1);
    const [main] = [...calls].sort(([, a], [, b]) => b - a)[0] ?? [];
    return this.events
      .filter((event) => event.name === TASK && of(event) === main)
      .map(({ tdur = 0, dur = 0 }) => ({ processorMs: tdur / 1_000, clockMs: dur / 1_000 }));
  }
}
