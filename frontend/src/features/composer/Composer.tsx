import type { ParleyClient, Room } from '@parley/client';
import { LIMITS, type Message, type Room as RoomShape } from '@parley/protocol';
import { Check, SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type SyntheticEvent, useId, useRef, useState } from 'react';
import { messageRights } from '../../rights/message-rights.js';
import { ignoringComposition } from '../../ui/ignoring-composition.js';
import { EmojiButton } from '../emoji/EmojiButton.js';
import { LazySuggestions } from './completion/LazySuggestions.js';
import type { Suggestion } from './completion/suggestion.js';
import type { Trigger } from './completion/trigger.js';
import { useCompletion } from './completion/use-completion.js';
import { useEarlyKey } from './completion/use-early-key.js';
import { EditBar } from './EditBar.js';
import { edit, insertAt, replaceWord } from './edit.js';
import { type Intent, intentOf } from './intent.js';
import { lastOfMine } from './last-of-mine.js';
import { lengthOf, spaceIn } from './length.js';
import { Refused } from './Refused.js';
import { type Refusal, refuseCommand, refuseTransfer } from './refusal.js';
import type { Editing } from './use-editing.js';
import { useFieldFocus } from './use-field-focus.js';
import { useFieldHeight } from './use-field-height.js';
import { useSendRestriction } from './use-send-restriction.js';
import { useWriting } from './use-writing.js';
import '../../styles/composer.css';
import { isolate } from '../../lib/text/isolate.js';

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
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const { completion, pending } = useCompletion(client, room, text, caret);
  const { isTooLong, words } = lengthOf(text);
  const id = useId();
  const isEditing = editing.seq !== null;
  const restriction = useSendRestriction(client, room, shape, isEditing);
  const isClosed = restriction?.kind === 'closed';
  useFieldHeight(field, text);
  useFieldFocus(field, editing.seq);

  const insert = (from: number, to: number, what: string) => {
    if (field.current) edit(field.current, insertAt(from, to, what));
  };
  const complete = ({ from, to }: Trigger, { insert: what }: Suggestion, after = ' ') => {
    if (field.current && document.activeElement === field.current)
      edit(field.current, replaceWord(field.current, from, to, what, after));
  };
  const choose = (suggestion: Suggestion, after?: string) => {
    if (completion) complete(completion.trigger, suggestion, after);
  };
  const lookAt = ({ selectionStart, selectionEnd }: HTMLTextAreaElement) =>
    setCaret(selectionStart === selectionEnd ? selectionStart : null);

  const mayEdit = (message: Message) => messageRights(message, client.me, shape, null).edit;
  const submitIfMeant = () => {
    if (restriction) return;
    const unmeant = isEditing ? null : refuseCommand(text);
    setRefusal(unmeant);
    if (!unmeant) submit();
  };
  const early = useEarlyKey(client, room, text, { complete, send: submitIfMeant });
  /** What does not fit is refused whole: a part of it would not be what one copied. */
  const onTransfer = (event: SyntheticEvent<HTMLTextAreaElement>, transfer: DataTransfer) => {
    const refused = refuseTransfer(transfer, spaceIn(event.currentTarget));
    if (!refused) return;
    event.preventDefault();
    setRefusal(refused);
  };

  /** True when it was done: then the browser does nothing with the key. */
  const act = (intent: Intent, target: HTMLTextAreaElement): boolean => {
    switch (intent.kind) {
      case 'edit': {
        const change = intent.change(text, target.selectionStart, target.selectionEnd);
        if (change) edit(target, change);
        return change !== null;
      }
      case 'edit last': {
        const last = lastOfMine(room.state.history, mayEdit);
        if (last) editing.begin(last.seq);
        return last !== null;
      }
      case 'send':
        early.forget();
        submitIfMeant();
        return true;
      case 'complete':
        early.forget();
        choose(intent.suggestion, intent.after);
        return true;
      case 'wait':
        early.wait(intent.trigger, intent.key);
        return true;
      case 'move':
        completion?.move(intent.by);
        return true;
      case 'dismiss':
        completion?.dismiss();
        return true;
      case 'cancel':
        cancel();
        return true;
      default:
        return intent satisfies never;
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const isWaiting = pending !== null && early.isWaiting(pending);
    const intent = intentOf(event, { completion, pending, isWaiting }, { isEmpty: text === '', isEditing });
    if (!intent || !act(intent, event.currentTarget)) return;
    event.preventDefault();
    // Escape means this list alone, or this change, not the room.
    if (event.key === 'Escape') event.stopPropagation();
  };

  return (
    <form
      className="composer"
      data-editing={isEditing || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        submitIfMeant();
        field.current?.focus();
      }}
    >
      <p className="unseen" role="status" aria-label="Editing">
        {isEditing && 'You are editing a message. Enter saves, Escape cancels.'}
      </p>
      {isEditing && <EditBar original={editing.original?.message ?? null} onCancel={cancel} />}
      {completion && (
        <LazySuggestions id={id} completion={completion} onChoose={(suggestion) => choose(suggestion)} />
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
        disabled={isClosed}
        readOnly={writing.isSaving}
        placeholder={
          isClosed
            ? 'Reading only, for now'
            : isEditing
              ? 'Nothing left: Enter asks whether to delete it'
              : `Write to ${isolate(name)}`
        }
        value={text}
        maxLength={LIMITS.draftLength}
        onChange={(event) => {
          setRefusal(null);
          write(event.target.value);
        }}
        onPaste={(event) => onTransfer(event, event.clipboardData)}
        onDrop={(event) => onTransfer(event, event.dataTransfer)}
        onSelect={(event) => lookAt(event.currentTarget)}
        onBlur={() => {
          room.typing(false);
          setCaret(null);
        }}
        onKeyDown={ignoringComposition(onKeyDown)}
      />
      {writing.problem !== null && (
        <p className="not-saved" role="alert">
          <strong>Not saved.</strong> {writing.problem}
        </p>
      )}
      {refusal && (
        <Refused
          refusal={refusal}
          onSendAsText={() => {
            setRefusal(null);
            if (!restriction) submit();
            field.current?.focus();
          }}
        />
      )}
      {/* A mute is told to those who listen, too; a count that changes each second is not. */}
      <p className="silence quiet numeral" role="status" aria-live={isClosed ? 'polite' : 'off'}>
        {restriction?.words}
      </p>
      {words && (
        <span className="length" data-too-long={isTooLong} role="status">
          {words}
        </span>
      )}
      <EmojiButton
        disabled={isClosed}
        onChoose={(emoji) => {
          const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
          insert(selectionStart, selectionEnd, emoji);
        }}
      />
      <button
        type="submit"
        className="icon-button"
        aria-label={isEditing ? 'Save' : 'Send'}
        disabled={!writing.isReady || restriction !== null}
      >
        {isEditing ? <Check /> : <SendHorizontal />}
      </button>
    </form>
  );
}
