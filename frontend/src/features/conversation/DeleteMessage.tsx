import type { Room } from '@parley/client';
import { useEffect, useState } from 'react';
import { isolate } from '../../isolate.js';
import Confirm from '../../ui/Confirm.js';

interface DeleteMessageProps {
  room: Room;
  seq: number;
  me: string;
  onClose(): void;
}

/** Asks once, and deletes it for everybody. */
export default function DeleteMessage({ room, seq, me, onClose }: DeleteMessageProps) {
  // As it was when one asked.
  const [message] = useState(() => room.state.history.messages.find((one) => one.seq === seq));
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
          {message.message}
        </blockquote>
      )}
    </Confirm>
  );
}

/** Afterwards one is where one was: in the field, or on the line, whose tools are gone by then. */
function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const place = opener?.closest<HTMLElement>('.line') ?? opener;
      if (place instanceof HTMLElement) place.focus({ preventScroll: true });
    },
    [opener],
  );
}
