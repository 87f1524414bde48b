import { createContext, useContext } from 'react';

/** What one can do with a message, for the lines of the log. */
export interface LogActions {
  retry(clientId: string): void;
  discard(clientId: string): void;
  linkTo(seq: number): string;
}

const Actions = createContext<LogActions | null>(null);
export const LogActionsProvider = Actions.Provider;

export function useLogActions(): LogActions {
  const actions = useContext(Actions);
  if (!actions) throw new Error('a line stands in a log');
  return actions;
}
