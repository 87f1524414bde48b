import type { KeyboardEvent } from 'react';
import { type Entry, indexOfMessage } from '../timeline/entries.js';
import type { MessageActions } from './message-actions.js';

/** On a message that has the focus, R reacts to it, E edits it and Delete deletes it, where I may. */
export function onMessageKey(event: KeyboardEvent, entries: readonly Entry[], actions: MessageActions): void {
  const { target, key, ctrlKey, altKey, metaKey } = event;
  if (!(target instanceof HTMLElement) || ctrlKey || altKey || metaKey) return;
  const index = indexOfMessage(entries, Number(target.dataset.seq));
  const entry = index === null ? undefined : entries[index];
  if (entry?.kind !== 'message') return;
  const may = actions.rightsOver(entry.message);
  if (key.toLowerCase() === 'e' && may.edit) actions.edit(entry.seq);
  else if (key === 'Delete' && may.delete) actions.remove(entry.seq);
  else if (key.toLowerCase() === 'r' && actions.mayReact) actions.pickReaction(entry.seq, target);
  else return;
  event.preventDefault();
}
