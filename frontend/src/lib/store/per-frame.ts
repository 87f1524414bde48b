/** A page that is not seen gets no frames; it may be told a little later, ms. */
const HIDDEN_MS = 200;

const due = new Set<() => void>();

/**
 * Calls `act` at most once a frame, however often it is asked to: a room may speak 200 times a second. All that is due
 * is done together, so that React draws it in one go.
 */
export function perFrame(act: () => void): () => void {
  return () => {
    due.add(act);
    if (due.size > 1) return;
    if (document.visibilityState === 'hidden') setTimeout(doAll, HIDDEN_MS);
    else requestAnimationFrame(doAll);
  };
}

function doAll(): void {
  const acts = [...due];
  due.clear();
  for (const act of acts) act();
}
