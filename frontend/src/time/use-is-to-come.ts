import { useEffect, useState } from 'react';
import { now } from './clock.js';

/** The longest a timer can wait, ms. */
const LONGEST_MS = 2 ** 31 - 1;

/** Whether a moment of the server's clock, ms, is still to come. Draws anew when it has passed. */
export function useIsToCome(moment: number): boolean {
  const [, draw] = useState(0);
  const isToCome = moment > now();
  useEffect(() => {
    if (!isToCome) return;
    const timer = setInterval(() => draw((turn) => turn + 1), Math.min(moment - now() + 1, LONGEST_MS));
    return () => clearInterval(timer);
  }, [isToCome, moment]);
  return isToCome;
}
