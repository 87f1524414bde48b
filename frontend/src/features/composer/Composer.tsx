import type { ParleyClient, Room } from '@parley/client';
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Drafts } from '../../storage/drafts.js';
import type { Suggestion } from './completion/suggestion.js';
import { useCompletion } from './completion/use-completion.js';
import { EmojiButton } from './EmojiButton.js';
import { edit, insertAt } from './edit.js';
import { intentOf } from './intent.js';
import { lengthOf } from './length.js';
import { useFieldHeight } from './use-field-height.js';
import '../../styles/composer.css';

interface ComposerProps {
  client: ParleyClient;
  room: Room;
  /** What the room is called. */
  name: string;
}

export function Composer({ client, room, name }: ComposerProps) {
  const [drafts] = useState(() => new Drafts(client.me.id));
  const [text, setText] = useState(() => drafts.of(room.id));
  const [caret, setCaret] = useState<number | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const completion = useCompletion(client, room, text, caret);
  const { isTooLong, words } = lengthOf(text);
  const ready = text.trim() !== '' && !isTooLong;
  const id = useId();
  useFieldHeight(field, text);

  useEffect(() => {
    // With a finger one opens a room to read it: no keyboard rises before it is wanted.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, []);

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
  const insert = (from: number, to: number, what: string) => {
    if (field.current) edit(field.current, insertAt(from, to, what));
  };
  const choose = ({ insert: what }: Suggestion, after = ' ') => {
    if (completion) insert(completion.trigger.from, completion.trigger.to, what + after);
  };
  const lookAt = ({ selectionStart, selectionEnd }: HTMLTextAreaElement) =>
    setCaret(selectionStart === selectionEnd ? selectionStart : null);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const intent = intentOf(event, completion);
    if (!intent) return;
    const { currentTarget } = event;
    const { selectionStart: start, selectionEnd: end } = currentTarget;
    const change = intent.kind === 'edit' ? intent.change(text, start, end) : null;
    if (intent.kind === 'edit' && !change) return;
    event.preventDefault();
    if (change) edit(currentTarget, change);
    if (intent.kind === 'send') send();
    if (intent.kind === 'move') completion?.move(intent.by);
    if (intent.kind === 'dismiss') {
      // Escape means this list alone, not the room.
      event.stopPropagation();
      completion?.dismiss();
    }
    if (intent.kind === 'complete') choose(intent.suggestion, intent.after);
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {completion && (
        <completion.Suggestions
          id={id}
          completion={completion}
          onChoose={(suggestion) => choose(suggestion)}
        />
      )}
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        aria-label={`Message to ${name}`}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={completion ? id : undefined}
        aria-activedescendant={completion ? `${id}-${completion.active}` : undefined}
        aria-invalid={isTooLong}
        placeholder={`Write to ${name}`}
        value={text}
        onChange={(event) => write(event.target.value)}
        onSelect={(event) => lookAt(event.currentTarget)}
        onBlur={() => {
          room.typing(false);
          setCaret(null);
        }}
        onKeyDown={onKeyDown}
      />
      {words && (
        <span className="length" data-too-long={isTooLong} role="status">
          {words}
        </span>
      )}
      <EmojiButton
        onChoose={(emoji) => {
          const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
          insert(selectionStart, selectionEnd, emoji);
        }}
      />
      <button type="submit" className="icon-button" aria-label="Send" disabled={!ready}>
        <SendHorizontal />
      </button>
    </form>
  );
}
