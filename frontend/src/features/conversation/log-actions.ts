import { createContext, useContext } from 'react';
import type { Rights } from './rights.js';

/** What one can do with a message, for the lines of the log. */
export interface LogActions {
  retry(clientId: string): void;
  discard(clientId: string): void;
  linkTo(seq: number): string;
  /** Takes the message into the composer. */
  edit(seq: number): void;
  /** Asks, and then deletes it for everybody. */
  remove(seq: number): void;
  /** What I may do with what that person wrote. */
  rightsOver(userId: string): Rights;
}

const Actions = createContext<LogActions | null>(null);
export const LogActionsProvider = Actions.Provider;

export function useLogActions(): LogActions {
  const actions = useContext(Actions);
  if (!actions) throw new Error('a line stands in a log');
  return actions;
}
