/** How often the clock is looked at, and how much more than that must have passed for it to have been a sleep; ms. */
const LOOK_EVERY_MS = 5_000;
const SLEPT_MS = 10_000;

/**
 * Calls back when the page goes on after it stood still: frozen behind other tabs, kept for the way back, or on a computer
 * that slept, of which a page that was in sight all the time is told by nothing but the clock.
 */
export function onWake(wake: () => void): () => void {
  let lookedAt = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const hasSlept = now - lookedAt > LOOK_EVERY_MS + SLEPT_MS;
    lookedAt = now;
    if (hasSlept) wake();
  }, LOOK_EVERY_MS);
  const shown = ({ persisted }: PageTransitionEvent) => {
    if (persisted) wake();
  };
  window.addEventListener('pageshow', shown);
  document.addEventListener('resume', wake);
  return () => {
    clearInterval(timer);
    window.removeEventListener('pageshow', shown);
    document.removeEventListener('resume', wake);
  };
}
