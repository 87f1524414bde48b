import type { KeyboardEvent } from 'react';
import { type Entry, indexOfMessage } from './entries.js';
import type { LogActions } from './log-actions.js';

/** On a line that has the focus, E edits it and Delete deletes it, where I may. */
export function doByKey(event: KeyboardEvent, entries: readonly Entry[], actions: LogActions): void {
  const { target, key, ctrlKey, altKey, metaKey } = event;
  if (!(target instanceof HTMLElement) || ctrlKey || altKey || metaKey) return;
  const index = indexOfMessage(entries, Number(target.dataset.seq));
  const entry = index === null ? undefined : entries[index];
  if (entry?.kind !== 'message' || entry.message.deletedAt !== undefined) return;
  const may = actions.rightsOver(entry.message.userId);
  if (key.toLowerCase() === 'e' && may.edit) actions.edit(entry.seq);
  else if (key === 'Delete' && may.delete) actions.remove(entry.seq);
  else return;
  event.preventDefault();
}
