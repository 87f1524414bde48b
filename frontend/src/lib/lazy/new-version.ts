import { Store } from '../store/store.js';

/** How long the server may take to say whether a file is there, ms. */
const PATIENCE_MS = 5_000;

/** The server has another build by now: what this page has not loaded yet is not to be had any more. */
export const isOutdated = new Store(false);

/**
 * Finds out why a part of the page could not be loaded, and tells the page when its build is gone from the server. What is
 * only out of reach can be tried again.
 */
export async function diagnose(error: unknown): Promise<'outdated' | 'unreachable'> {
  const named = /[^\s'"]*\/assets\/[\w.-]+/.exec(error instanceof Error ? error.message : '')?.[0];
  // Safari does not say which file it was. After an upgrade the page's own script is gone as well.
  const file = named ?? document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src;
  if (file === undefined || !(await isGone(file))) return 'unreachable';
  isOutdated.set(true);
  return 'outdated';
}

async function isGone(file: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { status, headers } = await fetch(file, { method: 'HEAD', cache: 'no-store', signal });
    // Some servers answer with their first page in place of what they do not have.
    return status === 404 || status === 410 || headers.get('content-type')?.includes('html') === true;
  } catch {
    return false;
  }
}
