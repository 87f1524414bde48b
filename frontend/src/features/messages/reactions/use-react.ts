import type { Room } from '@parley/client';
import { useCallback } from 'react';
import { explain } from '../../../lib/requests/explain.js';
import { toast } from '../../../ui/toast/toasts.js';
import { noteUse } from '../../emoji/most-used.js';

/** Makes a reaction mine, or takes that back. It is shown at once; a refusal is told, and then it is as it was. */
export function useReact(room: Room, me: string): (seq: number, emoji: string, on: boolean) => void {
  return useCallback(
    (seq, emoji, on) => {
      if (on) noteUse(me, emoji);
      room.react(seq, emoji, on).catch((error: unknown) => toast({ text: explain(error) }));
    },
    [room, me],
  );
}
