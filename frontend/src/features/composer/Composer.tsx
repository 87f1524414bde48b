import type { ParleyClient, Room } from '@parley/client';
import type { Room as RoomShape } from '@parley/protocol';
import { Check, SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Suggestion } from './completion/suggestion.js';
import { useCompletion } from './completion/use-completion.js';
import { EditBar } from './EditBar.js';
import { EmojiButton } from './EmojiButton.js';
import { edit, insertAt } from './edit.js';
import { intentOf } from './intent.js';
import { lastOfMine } from './last-of-mine.js';
import { lengthOf } from './length.js';
import type { Editing } from './use-editing.js';
import { useFieldFocus } from './use-field-focus.js';
import { useFieldHeight } from './use-field-height.js';
import { useSilence } from './use-silence.js';
import { useWriting } from './use-writing.js';
import '../../styles/composer.css';
import { isolate } from '../../isolate.js';

interface ComposerProps {
  client: ParleyClient;
  room: Room;
  /** Null until the server told it. */
  shape: RoomShape | null;
  /** What the room is called. */
  name: string;
  editing: Editing;
  /** Of a message nothing was left: ask whether it shall go. */
  onEmptied(seq: number): void;
}

export function Composer({ client, room, shape, name, editing, onEmptied }: ComposerProps) {
  const { text, write, submit, cancel, ...writing } = useWriting(client, room, editing, onEmptied);
  const [caret, setCaret] = useState<number | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const completion = useCompletion(client, room, text, caret);
  const { isTooLong, words } = lengthOf(text);
  const id = useId();
  const isEditing = editing.seq !== null;
  const silence = useSilence(room, shape);
  const isMuted = silence?.kind === 'muted';
  const mustWait = isMuted || (silence !== null && !isEditing);
  useFieldHeight(field, text);
  useFieldFocus(field, editing.seq);

  const insert = (from: number, to: number, what: string) => {
    if (field.current) edit(field.current, insertAt(from, to, what));
  };
  const choose = ({ insert: what }: Suggestion, after = ' ') => {
    if (completion) insert(completion.trigger.from, completion.trigger.to, what + after);
  };
  const lookAt = ({ selectionStart, selectionEnd }: HTMLTextAreaElement) =>
    setCaret(selectionStart === selectionEnd ? selectionStart : null);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const intent = intentOf(event, completion, { isEmpty: text === '', isEditing });
    if (!intent) return;
    const { currentTarget } = event;
    const { selectionStart: start, selectionEnd: end } = currentTarget;
    const last = intent.kind === 'edit last' ? lastOfMine(room.state.history) : null;
    if (intent.kind === 'edit last' && !last) return;
    const change = intent.kind === 'edit' ? intent.change(text, start, end) : null;
    if (intent.kind === 'edit' && !change) return;
    event.preventDefault();
    if (change) edit(currentTarget, change);
    if (intent.kind === 'send' && !mustWait) submit();
    if (last) editing.begin(last.seq);
    if (intent.kind === 'move') completion?.move(intent.by);
    // Escape means this list alone, or this change, not the room.
    if (intent.kind === 'dismiss' || intent.kind === 'cancel') event.stopPropagation();
    if (intent.kind === 'dismiss') completion?.dismiss();
    if (intent.kind === 'cancel') cancel();
    if (intent.kind === 'complete') choose(intent.suggestion, intent.after);
  };

  return (
    <form
      className="composer"
      data-editing={isEditing || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        if (!mustWait) submit();
        field.current?.focus();
      }}
    >
      <p className="unseen" role="status" aria-label="Editing">
        {isEditing && 'You are editing a message. Enter saves, Escape cancels.'}
      </p>
      {isEditing && <EditBar original={editing.original?.message ?? null} onCancel={cancel} />}
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
        aria-label={isEditing ? 'Edit your message' : `Message to ${isolate(name)}`}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={completion ? id : undefined}
        aria-activedescendant={completion ? `${id}-${completion.active}` : undefined}
        aria-invalid={isTooLong || writing.problem !== null}
        aria-busy={writing.isSaving}
        disabled={isMuted}
        readOnly={writing.isSaving}
        placeholder={
          isMuted
            ? 'Reading only, for now'
            : isEditing
              ? 'Nothing left: Enter asks whether to delete it'
              : `Write to ${isolate(name)}`
        }
        value={text}
        onChange={(event) => write(event.target.value)}
        onSelect={(event) => lookAt(event.currentTarget)}
        onBlur={() => {
          room.typing(false);
          setCaret(null);
        }}
        onKeyDown={onKeyDown}
      />
      {writing.problem !== null && (
        <p className="not-saved" role="alert">
          <strong>Not saved.</strong> {writing.problem}
        </p>
      )}
      {/* A mute is told to those who listen, too; a count that changes each second is not. */}
      <p className="silence quiet numeral" role="status" aria-live={isMuted ? 'polite' : 'off'}>
        {(isMuted || !isEditing) && silence?.words}
      </p>
      {words && (
        <span className="length" data-too-long={isTooLong} role="status">
          {words}
        </span>
      )}
      <EmojiButton
        disabled={isMuted}
        onChoose={(emoji) => {
          const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
          insert(selectionStart, selectionEnd, emoji);
        }}
      />
      <button
        type="submit"
        className="icon-button"
        aria-label={isEditing ? 'Save' : 'Send'}
        disabled={!writing.isReady || mustWait}
      >
        {isEditing ? <Check /> : <SendHorizontal />}
      </button>
    </form>
  );
}
