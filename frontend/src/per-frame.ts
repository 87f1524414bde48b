/** A page nobody sees gets no frames; it may be told a little later, ms. */
const HIDDEN_MS = 200;

/** Calls `act` at most once a frame, however often it is asked to: a room may speak 200 times a second. */
export function perFrame(act: () => void): () => void {
  let waiting = false;
  const run = () => {
    waiting = false;
    act();
  };
  return () => {
    if (waiting) return;
    waiting = true;
    if (document.visibilityState === 'hidden') setTimeout(run, HIDDEN_MS);
    else requestAnimationFrame(run);
  };
}
