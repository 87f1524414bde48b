import type { Suggestion } from './suggestion.js';
import type { Trigger } from './trigger.js';

/** What may be meant by the word at the caret, and which of it is taken by Tab or Enter. */
export interface Completion {
  trigger: Trigger;
  suggestions: readonly Suggestion[];
  active: number;
  move(by: 1 | -1): void;
  dismiss(): void;
}
