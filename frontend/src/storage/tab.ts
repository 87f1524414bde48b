/** Locks of the browser, over all its tabs. Pages without TLS have none. */
export type Locks = Pick<LockManager, 'request'>;

/** Owns what is written where no locks are: every tab then sends everything, which the same clientId makes harmless. */
export const EVERYBODY = 'everybody';

const nameOf = (tab: string) => `parley.tab.${tab}`;

/** Gives this tab an id and a lock of that name, held until the tab ends, however it ends. */
export function beTab(locks: Locks | undefined): string {
  if (!locks) return EVERYBODY;
  const id = crypto.randomUUID();
  // Where they are refused, every other tab may send what this one left.
  locks.request(nameOf(id), () => new Promise(() => undefined)).catch(() => undefined);
  return id;
}

/** Acts once that tab has ended, alone of all tabs that wait for it. */
export function afterEndOf(tab: string, locks: Locks, act: () => Promise<void>): Promise<void> {
  return locks.request(nameOf(tab), act);
}
