import type { ParleyClient, Room } from '@parley/client';
import { useEffect, useMemo, useState } from 'react';
import { behindFirstRoom } from '../../rooms/first-room.js';
import type { Suggestion } from './suggestion.js';
import { findTrigger, type Trigger } from './trigger.js';

interface Found {
  /** What draws them. It came with them: without a connection it may not be to be had. */
  Suggestions: typeof import('./Suggestions.js').Suggestions;
  trigger: Trigger;
  suggestions: readonly Suggestion[];
}

export interface Completion extends Found {
  active: number;
  move(by: 1 | -1): void;
  dismiss(): void;
}

/** What one may mean by the word at the caret; null when nothing is to be completed. */
export function useCompletion(
  client: ParleyClient,
  room: Room,
  text: string,
  caret: number | null,
): Completion | null {
  const trigger = useMemo(() => (caret === null ? null : findTrigger(text, caret)), [text, caret]);
  const [found, setFound] = useState<Found | null>(null);
  const [active, setActive] = useState(0);
  /** The place of the sign whose list was closed by Escape. */
  const [dismissed, setDismissed] = useState<number | null>(null);

  useEffect(() => {
    if (!trigger) return;
    let current = true;
    const show = (Suggestions: Found['Suggestions'] | null, suggestions: readonly Suggestion[]) => {
      if (!current) return;
      setFound(Suggestions && { trigger, suggestions, Suggestions });
      setActive(0);
    };
    // Without suggestions one writes on as before.
    fetchHelp()
      .then(async ({ find, Suggestions }) => show(Suggestions, await find(client, room, trigger)))
      .catch(() => show(null, []));
    return () => {
      current = false;
    };
  }, [client, room, trigger]);

  const at = trigger?.from ?? null;
  useEffect(() => {
    if (at === null) setDismissed(null);
  }, [at]);

  // What was found for the letters so far is shown until more is known of the next: the list does not blink.
  const isThis = found !== null && trigger !== null && continues(found.trigger, trigger);
  if (!trigger || !isThis || dismissed === trigger.from || found.suggestions.length === 0) return null;
  const { suggestions } = found;
  return {
    ...found,
    trigger,
    active: Math.min(active, suggestions.length - 1),
    move: (by) => setActive((now) => (now + by + suggestions.length) % suggestions.length),
    dismiss: () => setDismissed(trigger.from),
  };
}

const fetchHelp = behindFirstRoom(async () => {
  const [{ find }, { Suggestions }] = await Promise.all([import('./find.js'), import('./Suggestions.js')]);
  return { find, Suggestions };
});

function continues(before: Trigger, now: Trigger): boolean {
  return before.kind === now.kind && before.from === now.from && now.query.startsWith(before.query);
}
