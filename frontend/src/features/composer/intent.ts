import type { KeyboardEvent } from 'react';
import { breakLine } from './break-line.js';
import type { Completion } from './completion/completion.js';
import type { Suggestion } from './completion/suggestion.js';
import type { Trigger } from './completion/trigger.js';
import type { Edit } from './edit.js';
import { mark, markOf } from './format.js';

/** What a key is meant for in the field; null leaves it to the browser. */
export type Intent =
  | { kind: 'send' | 'dismiss' | 'edit last' | 'cancel' }
  | { kind: 'complete'; suggestion: Suggestion; after: string }
  /** The suggestions it may take are still on their way. */
  | { kind: 'wait'; trigger: Trigger; key: 'Tab' | 'Enter' }
  | { kind: 'move'; by: 1 | -1 }
  /** Null: after all for the browser. */
  | { kind: 'edit'; change(text: string, start: number, end: number): Edit | null };

/** What is in the field: nothing, and whether it is the text of a message that stands already. */
interface Field {
  isEmpty: boolean;
  isEditing: boolean;
}

/** What can be completed at the caret. */
interface Word {
  completion: Completion | null;
  /** What is shown may be of its beginning alone. */
  pending: Trigger | null;
  /** Such a key waits already: the second one does not. */
  isWaiting: boolean;
}

export function intentOf(event: KeyboardEvent, word: Word, field: Field): Intent | null {
  const { key, shiftKey, altKey } = event;
  const { completion, pending } = word;
  const command = event.ctrlKey || event.metaKey;
  const suggestion = completion?.suggestions[completion.active];
  if (!command && !altKey && !shiftKey && (key === 'Tab' || key === 'Enter')) {
    if (suggestion && !pending) return { kind: 'complete', suggestion, after: ' ' };
    if (pending && !word.isWaiting && !isTouch()) return { kind: 'wait', trigger: pending, key };
  }
  if (suggestion && !command && !altKey && !shiftKey) {
    if (key === 'Escape') return { kind: 'dismiss' };
    if (key === 'ArrowDown') return { kind: 'move', by: 1 };
    if (key === 'ArrowUp') return { kind: 'move', by: -1 };
  }
  if (key === ':' && completion?.trigger.kind === 'emoji') return closeName(completion);
  if (command && !altKey && !shiftKey) {
    const sign = markOf(key);
    if (sign) return { kind: 'edit', change: (text, start, end) => mark(text, start, end, sign) };
  }
  if (!command && !altKey && !shiftKey) {
    if (key === 'ArrowUp' && field.isEmpty && !field.isEditing) return { kind: 'edit last' };
    if (key === 'Escape' && field.isEditing) return { kind: 'cancel' };
  }
  if (key !== 'Enter' || altKey) return null;
  // On a touch keyboard Shift is far away, and the button is near.
  if (shiftKey || isTouch()) {
    return { kind: 'edit', change: (text, start, end) => (start === end ? breakLine(text, start) : null) };
  }
  return { kind: 'send' };
}

function isTouch(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}

/** Who writes `:tada:` to its end means the emoji of exactly that name. */
function closeName({ trigger, suggestions }: Completion): Intent | null {
  const named = suggestions.find(({ label }) => label === `:${trigger.query}:`);
  return named ? { kind: 'complete', suggestion: named, after: '' } : null;
}
