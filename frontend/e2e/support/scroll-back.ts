export interface Journey {
  /** How many different messages were seen on the way. */
  seen: number;
  /** Neighbours on the screen that are not neighbours in the room. */
  breaks: string[];
  /** The farthest that a line stood from where the scrolling alone would have put it, px. */
  drift: number;
  steps: number;
  /** Steps that count for the drift: those whose frames came in time. */
  judged: number;
}

/**
 * Runs in the page: scrolls a list of "number 1" ... "number n" back to the first one, and looks at every step at what
 * a person would see, after it was painted.
 */
export async function scrollBack({
  stepPx,
  patienceMs,
}: {
  stepPx: number;
  patienceMs: number;
}): Promise<Journey> {
  const log = document.querySelector<HTMLElement>('[role=log]');
  const list = [log, ...(log?.querySelectorAll<HTMLElement>('*') ?? [])].find(
    (one) =>
      one && one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY),
  );
  if (!list) throw new Error('there is nothing to scroll');
  const painted = () =>
    new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
    });
  const lines = () => {
    const found: { number: number; y: number }[] = [];
    const walker = document.createTreeWalker(list, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const number = /^number (\d+)$/.exec(walker.currentNode.textContent ?? '')?.[1];
      const y = walker.currentNode.parentElement?.getBoundingClientRect().y;
      if (number !== undefined && y !== undefined) found.push({ number: Number(number), y });
    }
    return found;
  };

  // The list takes scrolling for ended when it hears of none for 150 ms, and keeps another line in its place then. A person
  // who scrolls makes no such pause; this journey does, where the machine is too busy to draw a frame in that time.
  const inTimeMs = 100;
  const journey: Journey = { seen: 0, breaks: [], drift: 0, steps: 0, judged: 0 };
  const seen = new Set<number>();
  const note = () => {
    const now = lines();
    now.forEach(({ number }, index) => {
      seen.add(number);
      const before = now[index - 1]?.number;
      if (before !== undefined && before + 1 !== number) journey.breaks.push(`${before} above ${number}`);
    });
    return now;
  };
  let progressAt = performance.now();
  while (!seen.has(1) && performance.now() - progressAt < patienceMs) {
    const top = list.getBoundingClientRect().y;
    const anchor = note().find(({ y }) => y >= top);
    const known = seen.size;
    const from = list.scrollTop;
    list.scrollTop = from - stepPx;
    const moved = from - list.scrollTop;
    // What comes from the server comes some frames later, and must not move the line either.
    let [drift, slowestMs, at] = [0, 0, performance.now()];
    for (let frame = 0; frame < 3; frame += 1) {
      await painted();
      const there = anchor && lines().find(({ number }) => number === anchor.number);
      if (anchor && there) drift = Math.max(drift, Math.abs(there.y - anchor.y - moved));
      slowestMs = Math.max(slowestMs, performance.now() - at);
      at = performance.now();
    }
    if (slowestMs < inTimeMs) {
      journey.judged += 1;
      journey.drift = Math.max(journey.drift, drift);
    }
    note();
    journey.steps += 1;
    if (seen.size > known) progressAt = performance.now();
  }
  journey.seen = seen.size;
  return journey;
}
