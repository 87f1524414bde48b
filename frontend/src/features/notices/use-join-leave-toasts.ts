import type { ParleyClient } from '@parley/client';
import { useEffect } from 'react';
import { toast } from '../../ui/toast/toasts.js';
import { preferences } from '../settings/preferences.js';
import { type JoinLeaveEntry, joinLeaveLog, recordJoinLeave } from './join-leave-log.js';
import { joinLeaveToasts, wantsToast } from './join-leave-toasts.js';

/** Several who come together are told together, ms. */
const GATHER_MS = 1_500;

/** Writes down who comes and goes, and tells it in a toast where that is wished. */
export function useJoinLeaveToasts(client: ParleyClient): void {
  useEffect(() => {
    const endWatch = recordJoinLeave(client);
    let gathered: JoinLeaveEntry[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      for (const text of joinLeaveToasts(gathered)) toast({ text });
      gathered = [];
    };
    const endTelling = joinLeaveLog.subscribe(() => {
      const latest = joinLeaveLog.state[0];
      if (!latest || document.visibilityState !== 'visible') return;
      if (!wantsToast(preferences.state.joinLeave, latest.total)) return;
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
