import { useState } from 'react';
import { explain } from './explain.js';

type Doing = { state: 'idle' } | { state: 'busy' } | { state: 'failed'; reason: string };

/** Something that takes a while and may fail: at most one at a time. */
export function useAction<Args extends unknown[]>(action: (...args: Args) => Promise<void>) {
  const [doing, setDoing] = useState<Doing>({ state: 'idle' });
  const run = async (...args: Args) => {
    if (doing.state === 'busy') return;
    setDoing({ state: 'busy' });
    try {
      await action(...args);
      setDoing({ state: 'idle' });
    } catch (error) {
      setDoing({ state: 'failed', reason: explain(error) });
    }
  };
  return { run, busy: doing.state === 'busy', problem: doing.state === 'failed' ? doing.reason : null };
}
