import type { ParleyClient, Room } from '@parley/client';
import { LIMITS } from '@parley/protocol';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { Drafts } from '../../storage/drafts.js';
import { Icon } from '../../ui/Icon.js';

interface ComposerProps {
  client: ParleyClient;
  room: Room;
  /** What the room is called. */
  name: string;
}

/** Close to the limit one is told how much is left. */
const TELL_FROM = LIMITS.messageLength - 500;

export function Composer({ client, room, name }: ComposerProps) {
  const [text, setText] = useState(() => new Drafts(client.me.id).of(room.id));
  const [drafts] = useState(() => new Drafts(client.me.id));
  const field = useRef<HTMLTextAreaElement>(null);
  const left = LIMITS.messageLength - text.length;
  const ready = text.trim() !== '' && left >= 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    if (!field.current) return;
    field.current.style.height = 'auto';
    field.current.style.height = `${field.current.scrollHeight}px`;
  }, [text]);

  const write = (next: string) => {
    setText(next);
    drafts.keep(room.id, next);
    room.typing(next.trim() !== '');
  };
  const send = () => {
    if (!ready) return;
    room.send(text);
    setText('');
    drafts.keep(room.id, '');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends the input of a word (Japanese, Chinese ...) is not meant for us.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    // On a touch keyboard Shift is far away, and the button is near.
    if (matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        aria-label={`Message to ${name}`}
        placeholder={`Write to ${name}`}
        value={text}
        onChange={(event) => write(event.target.value)}
        onBlur={() => room.typing(false)}
        onKeyDown={onKeyDown}
      />
      {text.length > TELL_FROM && (
        <span className={left < 0 ? 'problem' : 'quiet'} role="status">
          {left < 0 ? `${-left} too many` : `${left} left`}
        </span>
      )}
      <button type="submit" className="icon-button" aria-label="Send" disabled={!ready}>
        <Icon name="send" />
      </button>
    </form>
  );
}
