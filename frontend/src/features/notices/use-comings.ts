import type { ParleyClient } from '@parley/client';
import { useEffect } from 'react';
import { preferences } from '../settings/preferences.js';
import { type Coming, comings, watchComings } from './comings.js';
import { comingsText, wantsToast } from './comings-text.js';
import { toast } from './toasts.js';

/** Several who come together are told together, ms. */
const GATHER_MS = 1_500;

/** Writes down who comes and goes, and tells it in a toast where that is wished. */
export function useComings(client: ParleyClient): void {
  useEffect(() => {
    const endWatch = watchComings(client);
    let gathered: Coming[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      for (const text of comingsText(gathered)) toast({ text });
      gathered = [];
    };
    const endTelling = comings.subscribe(() => {
      const latest = comings.state[0];
      if (!latest || document.visibilityState !== 'visible') return;
      if (!wantsToast(preferences.state.comings, latest.total)) return;
      gathered.push(latest);
      timer ??= setTimeout(tell, GATHER_MS);
    });
    return () => {
      clearTimeout(timer);
      endTelling();
      endWatch();
    };
  }, [client]);
}
