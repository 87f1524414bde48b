import type { Room } from '@parley/client';
import { useEffect, useState } from 'react';
import { isolate } from '../../lib/text/isolate.js';
import Confirm from '../../ui/dialog/Confirm.js';
import { usePlainText } from '../message-text/use-plain-text.js';

interface DeleteMessageProps {
  room: Room;
  seq: number;
  me: string;
  onClose(): void;
}

/** Asks once, and deletes it for all. */
export default function DeleteMessage({ room, seq, me, onClose }: DeleteMessageProps) {
  // As it was when one asked.
  const [message] = useState(() => room.messageAt(seq));
  const plain = usePlainText(message?.message ?? '');
  useFocusBack();
  const isTheirs = message && message.userId !== me;
  return (
    <Confirm
      title={isTheirs ? `Delete what ${isolate(message.username)} wrote?` : 'Delete this message?'}
      about="It goes for everybody, and for good. “Message deleted” stays in its place."
      action="Delete"
      onConfirm={async () => {
        await room.delete(seq);
        onClose();
      }}
      onClose={onClose}
    >
      {message && message.message !== '' && (
        <blockquote className="to-delete" dir="auto">
          {plain}
        </blockquote>
      )}
    </Confirm>
  );
}

/** Afterwards one is where one was: in the field, or on the row, whose toolbar is gone by then. */
function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const back = opener?.closest<HTMLElement>('.message-row') ?? opener;
      if (back instanceof HTMLElement) back.focus({ preventScroll: true });
    },
    [opener],
  );
}
