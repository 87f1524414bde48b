import { useRef, useState } from 'react';

/**
 * Which of some rows is selected: the first, until the arrows went to another. That one stays selected wherever it comes to
 * stand, until something else is typed. What a key did is there for the next key, which may come before it is drawn.
 */
export function useSelection(keys: readonly string[], typed: string) {
  const chosen = useRef<{ typed: string; key: string } | null>(null);
  const [, draw] = useState(0);
  const latest = useRef({ keys, typed });
  latest.current = { keys, typed };

  const at = () => {
    const { current } = chosen;
    return current?.typed === latest.current.typed ? latest.current.keys.indexOf(current.key) : -1;
  };
  const now = () => Math.max(0, at());
  const move = (by: 1 | -1) => {
    const { length } = latest.current.keys;
    const key = latest.current.keys[(now() + by + length) % length];
    if (key === undefined) return;
    chosen.current = { typed: latest.current.typed, key };
    draw((turn) => turn + 1);
  };
  return { index: now(), now, move, isChosen: () => at() >= 0 };
}
