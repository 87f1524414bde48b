import type { ParleyClient, Room } from '@parley/client';
import type { Message } from '@parley/protocol';
import { useCallback, useEffect, useState } from 'react';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { EditDrafts } from '../../storage/edit-drafts.js';
import { toast } from '../../ui/toast/toasts.js';

/** The message of mine that is in the composer to be changed. */
export interface Editing {
  /** Null: none; one writes something new. */
  seq: number | null;
  /** As it stands. Null: none, or too far back to be known here. */
  original: Message | null;
  begin(seq: number): void;
  /** Not if another one was begun meanwhile. */
  end(seq: number): void;
}

/**
 * It survives a reload, and ends by itself when the message is deleted: nothing of that text shall stay here.
 *
 * @param deleting the message I am deleting myself, which I need not be told
 */
export function useEditing(client: ParleyClient, room: Room, deleting: number | null): Editing {
  const [drafts] = useState(() => new EditDrafts(client.me.id));
  const [seq, setSeq] = useState(() => drafts.of(room.id)?.seq ?? null);
  const original = useOriginal(room, seq);
  const begin = useCallback(
    (begun: number) => {
      const former = drafts.of(room.id)?.seq;
      if (former !== undefined && former !== begun) drafts.forget(room.id, former);
      setSeq(begun);
    },
    [drafts, room],
  );
  const end = useCallback(
    (ended: number) => {
      drafts.forget(room.id, ended);
      setSeq((now) => (now === ended ? null : now));
    },
    [drafts, room],
  );
  const isGone = original?.deletedAt !== undefined;
  useEffect(() => {
    if (!isGone || seq === null) return;
    end(seq);
    if (seq !== deleting) toast({ text: 'The message you were editing was deleted.' });
  }, [isGone, seq, deleting, end]);
  return { seq: isGone ? null : seq, original, begin, end };
}

function useOriginal(room: Room, seq: number | null): Message | null {
  useStorePerFrame(room);
  return seq === null ? null : room.messageAt(seq);
}
