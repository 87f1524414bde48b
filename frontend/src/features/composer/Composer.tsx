import { LIMITS } from '@parley/protocol';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { Icon } from '../../ui/Icon.js';
import { keepDraft, takeDraft } from './drafts.js';

interface ComposerProps {
  roomId: string;
  name: string;
  onSend(text: string): void;
  onTyping(isTyping: boolean): void;
}

/** Close to the limit one is told how much is left. */
const TELL_FROM = LIMITS.messageLength - 500;

export function Composer({ roomId, name, onSend, onTyping }: ComposerProps) {
  const [text, setText] = useState(() => takeDraft(roomId));
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
    keepDraft(roomId, next);
    onTyping(next.trim() !== '');
  };
  const send = () => {
    if (!ready) return;
    onSend(text);
    setText('');
    keepDraft(roomId, '');
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
        onBlur={() => onTyping(false)}
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
