import type { ReactNode } from 'react';
import { useSideFades } from './use-side-fades.js';

/** A table that scrolls for itself where it is wider than the column. */
export function Table({ children }: { children: ReactNode }) {
  const ref = useSideFades<HTMLElement>();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={ref} className="table" dir="auto" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </section>
  );
}
