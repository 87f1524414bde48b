import type { ParleyClient, Room } from '@parley/client';
import { useEffect, useRef } from 'react';
import type { Suggestion } from './suggestion.js';
import type { Trigger } from './trigger.js';
import { lookUp } from './use-completion.js';

/** How long a key waits for its suggestions, ms. What one wrote is sent as it is rather than late. */
const PATIENCE_MS = 5_000;

interface EarlyKeyWork {
  /** Puts a suggestion in place of the word. */
  complete(trigger: Trigger, suggestion: Suggestion): void;
  send(): void;
}

/**
 * Enter or Tab that was pressed before the suggestions for the word were there. It takes the first of them as soon as they
 * are, also when more was written behind the word meanwhile. A second one does not wait.
 */
export function useEarlyKey(client: ParleyClient, room: Room, text: string, work: EarlyKeyWork) {
  const latest = useRef({ text, work });
  latest.current = { text, work };
  const waiting = useRef<Trigger | null>(null);
  useEffect(
    () => () => {
      waiting.current = null;
    },
    [],
  );
  return {
    isWaiting: (trigger: Trigger) => waiting.current?.from === trigger.from,
    forget: () => {
      waiting.current = null;
    },
    wait: (trigger: Trigger, key: 'Tab' | 'Enter') => {
      const written = text;
      waiting.current = trigger;
      const act = (suggestion: Suggestion | undefined) => {
        if (waiting.current !== trigger) return;
        waiting.current = null;
        const now = latest.current;
        const isThere = now.text.slice(0, trigger.to) === written.slice(0, trigger.to);
        if (suggestion && isThere) now.work.complete(trigger, suggestion);
        // There is nothing to be completed: Enter means what it means otherwise.
        else if (!suggestion && key === 'Enter' && now.text === written) now.work.send();
      };
      const tooLate = setTimeout(() => act(undefined), PATIENCE_MS);
      lookUp(client, room, trigger)
        .then(
          ({ suggestions: [first] }) => act(first),
          () => act(undefined),
        )
        .finally(() => clearTimeout(tooLate));
    },
  };
}
