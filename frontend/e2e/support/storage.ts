import type { Page } from '@playwright/test';

/** Whether a text lies anywhere in what this page keeps in its browser: IndexedDB, and what is beside it. */
export function keeps(page: Page, text: string): Promise<boolean> {
  return page.evaluate(async (wanted) => {
    const all: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        all.push(await done(database.transaction(store).objectStore(store).getAll()));
      }
      database.close();
    }
    return JSON.stringify(all).includes(wanted);
  }, text);
}
