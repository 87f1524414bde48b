import { useSyncExternalStore } from 'react';
import { type Drawing, draw } from './draw.js';

/** The texts last drawn: one that is scrolled back into view is not read again. */
const KEPT = 500;
/** So much is drawn in one turn of the page: letters that are read, elements that are made of them, and ms. */
const TURN = { letters: 12_000, elements: 800, ms: 10 };

const kept = new Map<string, Drawing>();
const waiting = new Map<string, () => Drawing>();
const listeners = new Set<() => void>();
let left = { ...TURN };
let isPlanned = false;

/**
 * The drawing of a text; null until it is its turn. A page of ordinary messages is drawn at once; of a page of heavy ones
 * each turn draws some, and between them the page answers.
 */
export function useDrawing(text: string, name: string): Drawing | null {
  return useSyncExternalStore(subscribe, () => drawingOf(text, name));
}

function drawingOf(text: string, name: string): Drawing | null {
  const key = `${name}\n${text}`;
  const known = kept.get(key);
  if (known) return known;
  if (waiting.has(key)) return null;
  plan();
  waiting.set(key, () => drawn(text, name));
  return waiting.size === 1 && left.letters >= text.length && isMoreLeft() ? take(key) : null;
}

function take(key: string): Drawing | null {
  const drawing = waiting.get(key)?.() ?? null;
  waiting.delete(key);
  if (drawing) kept.set(key, drawing);
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  return drawing;
}

function drawn(text: string, name: string): Drawing {
  const began = performance.now();
  const drawing = draw(text, name);
  left.letters -= text.length;
  left.elements -= drawing.elements;
  left.ms -= performance.now() - began;
  return drawing;
}

function isMoreLeft(): boolean {
  return left.letters > 0 && left.elements > 0 && left.ms > 0;
}

/** The next turn is when the page had time for everything else. */
function plan(): void {
  if (isPlanned) return;
  isPlanned = true;
  setTimeout(takeTurn);
}

function takeTurn(): void {
  isPlanned = false;
  left = { ...TURN };
  if (waiting.size === 0) return;
  plan();
  for (const key of waiting.keys()) if (isMoreLeft()) take(key);
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
