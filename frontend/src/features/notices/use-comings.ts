import type { ParleyClient } from '@parley/client';
import { useEffect } from 'react';
import { type Comings, preferences } from '../settings/preferences.js';
import { comings, watchComings } from './comings.js';
import { toast } from './toasts.js';

/** In a room with more people somebody always comes or goes. */
const SMALL = 20;

export function wantsToast(wish: Comings, total: number): boolean {
  return wish === 'always' || (wish === 'small' && total <= SMALL);
}

/** Writes down who comes and goes, and tells it in a toast where that is wished. */
export function useComings(client: ParleyClient): void {
  useEffect(() => {
    const endWatch = watchComings(client);
    let told = 0;
    const endTelling = comings.subscribe(() => {
      const latest = comings.state[0];
      if (!latest || latest.id <= told) return;
      told = latest.id;
      if (document.visibilityState !== 'visible') return;
      if (!wantsToast(preferences.state.comings, latest.total)) return;
      toast({ who: latest.username, text: `${latest.kind === 'came' ? 'came to' : 'left'} ${latest.room}` });
    });
    return () => {
      endTelling();
      endWatch();
    };
  }, [client]);
}
