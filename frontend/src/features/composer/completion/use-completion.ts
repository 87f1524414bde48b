import type { ParleyClient, Room } from '@parley/client';
import { useEffect, useMemo, useState } from 'react';
import type { Completion } from './completion.js';
import { completionParts } from './completion-parts.js';
import { findTrigger, type Trigger } from './trigger.js';

type Found = Pick<Completion, 'trigger' | 'suggestions'>;

interface Completing {
  /** What one may mean by the word at the caret; null when nothing is to be completed. */
  completion: Completion | null;
  /** The word whose suggestions are still on their way: those that are shown, if any, are of its beginning. */
  pending: Trigger | null;
}

/** Completes the word at the caret. */
export function useCompletion(
  client: ParleyClient,
  room: Room,
  text: string,
  caret: number | null,
): Completing {
  const trigger = useMemo(() => (caret === null ? null : findTrigger(text, caret)), [text, caret]);
  const [answer, setAnswer] = useState<{ to: Trigger; found: Found | null } | null>(null);
  const [active, setActive] = useState(0);
  /** The place of the sign whose list was closed by Escape. */
  const [dismissed, setDismissed] = useState<number | null>(null);

  useEffect(() => {
    if (!trigger) return;
    let current = true;
    const show = (found: Found | null) => {
      if (!current) return;
      setAnswer({ to: trigger, found });
      setActive(0);
    };
    // Without suggestions one writes on as before.
    lookUp(client, room, trigger).then(show, () => show(null));
    return () => {
      current = false;
    };
  }, [client, room, trigger]);

  const at = trigger?.from ?? null;
  useEffect(() => {
    if (at === null) setDismissed(null);
  }, [at]);

  if (!trigger || dismissed === trigger.from) return { completion: null, pending: null };
  const pending = answer?.to === trigger ? null : trigger;
  const found = answer?.found ?? null;
  // What was found for the letters so far is shown until more is known of the next: the list does not blink.
  if (!found || !continues(found.trigger, trigger) || found.suggestions.length === 0)
    return { completion: null, pending };
  const { suggestions } = found;
  const completion: Completion = {
    ...found,
    trigger,
    active: Math.min(active, suggestions.length - 1),
    move: (by) => setActive((now) => (now + by + suggestions.length) % suggestions.length),
    dismiss: () => setDismissed(trigger.from),
  };
  return { completion, pending };
}

/** Rejects when suggestions cannot be had. */
export async function lookUp(client: ParleyClient, room: Room, trigger: Trigger): Promise<Found> {
  const { find } = await completionParts.load();
  return { trigger, suggestions: await find(client, room, trigger) };
}

function continues(before: Trigger, now: Trigger): boolean {
  return before.kind === now.kind && before.from === now.from && now.query.startsWith(before.query);
}
