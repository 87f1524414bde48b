import { createContext, type ReactNode, useContext, useMemo } from 'react';

/** Each is told from each of the others: hues that lie a step apart, in three tones. */
const HUES = 12;
const TONES = 3;
const COLOURS = HUES * TONES;

/** A colour as the style sheets take it. */
export interface PersonColour {
  hue: number;
  tone: number;
}

const InRoom = createContext<ReadonlyMap<string, number>>(new Map());

/** Inside of it no two people have one colour, as long as there are enough. */
export function ColoursOfRoom({ ids, children }: { ids: readonly string[]; children: ReactNode }) {
  const key = ids.join(' ');
  const colours = useMemo(() => coloursFor(key === '' ? [] : key.split(' ')), [key]);
  return <InRoom value={colours}>{children}</InRoom>;
}

export function usePersonColour(id: string): PersonColour {
  const colour = useContext(InRoom).get(id) ?? colourOf(id);
  return { hue: (colour % HUES) * (360 / HUES), tone: Math.floor(colour / HUES) };
}

/**
 * The colours of some people: each one's own, or the next that is free where another has it already. In the order of
 * their ids, so that every page shows the same, and one who comes takes none away but of those behind them.
 */
export function coloursFor(ids: readonly string[]): ReadonlyMap<string, number> {
  const colours = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of [...ids].sort()) {
    let colour = colourOf(id);
    // Seven and 36 share no divisor: in steps of seven one comes by all of them, and never to a neighbour first.
    while (taken.has(colour) && taken.size < COLOURS) colour = (colour + 7) % COLOURS;
    taken.add(colour);
    colours.set(id, colour);
  }
  return colours;
}

/** Of every letter of the id (FNV-1a): ids that begin or end alike are not alike in colour. */
export function colourOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  // The low bits alone would not be mixed well.
  hash ^= hash >>> 15;
  return (hash >>> 0) % COLOURS;
}
