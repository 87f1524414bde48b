import type { Room } from '@parley/client';
import type { Room as RoomShape } from '@parley/protocol';
import { useEffect, useState } from 'react';
import { momentText } from '../../moment-text.js';
import { useStore } from '../../use-store.js';
import { useSecondsUntil } from '../connection/use-seconds-until.js';

export interface Silence {
  /** `muted` closes the composer; `slow` lets write, and not send yet. */
  kind: 'muted' | 'slow';
  words: string;
}

/** Why I may not speak now, counted down; null when I may. */
export function useSilence(room: Room, shape: RoomShape | null): Silence | null {
  const { mutedUntil = null, slowSeconds = 0, role = null } = shape ?? {};
  const { history } = useStore(room);
  const last = history.messages.findLast(({ userId }) => userId === history.me);
  const [slowUntil, setSlowUntil] = useState<number | null>(null);
  const waits = slowSeconds > 0 && role === 'member' && last !== undefined;
  const waitMs = waits ? slowSeconds * 1_000 : 0;
  const lastAt = last?.timestamp ?? 0;
  useEffect(() => {
    // The server's clock and this one may differ: no wait is longer than the whole one.
    setSlowUntil(waitMs > 0 ? Math.min(lastAt, Date.now()) + waitMs : null);
  }, [waitMs, lastAt]);
  const muted = useSecondsUntil(mutedUntil);
  const slow = useSecondsUntil(slowUntil);
  if (muted > 0 && mutedUntil !== null)
    return { kind: 'muted', words: `You are muted until ${momentText(mutedUntil)}.` };
  return slow > 0 ? { kind: 'slow', words: `Slow mode: you may send again in ${spanOf(slow)}.` } : null;
}

/** `42 s`, or `4:05` in minutes, or `1:00:00` in hours. */
export function spanOf(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [first, ...others] = parts[0] === 0 ? parts.slice(1) : parts;
  return [first, ...others.map((part) => String(part).padStart(2, '0'))].join(':');
}
