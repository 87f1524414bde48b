import { useSyncExternalStore } from 'react';
import { now } from './clock.js';
import { endOfDay, startOfDay } from './days.js';

/** A machine that slept, or whose clock was put right, is noticed within so long, ms. */
const LOOK_MS = 60_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let today = 0;

/** When today began here, ms. Draws anew when another day begins. */
export function useToday(): number {
  return useSyncExternalStore(subscribe, () => startOfDay(now()));
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) begin();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) end();
  };
}

function begin(): void {
  today = startOfDay(now());
  document.addEventListener('visibilitychange', look);
  window.addEventListener('focus', look);
  wait();
}

function end(): void {
  clearTimeout(timer);
  document.removeEventListener('visibilitychange', look);
  window.removeEventListener('focus', look);
}

function look(): void {
  const before = today;
  today = startOfDay(now());
  if (today !== before) for (const listener of [...listeners]) listener();
  wait();
}

function wait(): void {
  clearTimeout(timer);
  const time = now();
  timer = setTimeout(look, Math.min(endOfDay(time) - time + 1, LOOK_MS));
}
