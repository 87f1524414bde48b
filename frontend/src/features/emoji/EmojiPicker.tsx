import { EmojiPicker as Picker, useSkinTone } from 'frimousse';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { isComposing } from '../../ui/ignoring-composition.js';
import { firstFound } from './first-found.js';
import { pickerData } from './picker-data.js';

interface EmojiPickerProps {
  /** What was typed before it was here. */
  typed: { text: string; isEntered: boolean };
  onChoose(emoji: string): void;
}

export default function EmojiPicker({ typed, onChoose }: EmojiPickerProps) {
  const isPointing = useRef(false);
  return (
    <Picker.Root
      className="emoji-picker"
      columns={8}
      // From this server, not from the library's own address, which is another company's.
      resolveEmojiData={pickerData}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
    >
      <div className="emoji-search">
        <SearchField typed={typed} isPointing={isPointing} onChoose={onChoose} />
        <Picker.SkinToneSelector className="icon-button" />
      </div>
      <Picker.Viewport
        className="emoji-viewport"
        onPointerMove={() => {
          isPointing.current = true;
        }}
      >
        <Picker.Loading className="quiet">Loading …</Picker.Loading>
        <Picker.Empty className="quiet">No emoji of that name.</Picker.Empty>
        <Picker.List />
      </Picker.Viewport>
      <p className="emoji-name quiet" aria-hidden="true">
        <Picker.ActiveEmoji>{({ emoji }) => emoji?.label ?? ''}</Picker.ActiveEmoji>
      </p>
    </Picker.Root>
  );
}

interface SearchFieldProps extends EmojiPickerProps {
  /** Whether a pointer or an arrow was in the list since the text changed: Enter then means what it points to. */
  isPointing: RefObject<boolean>;
}

function SearchField({ typed, isPointing, onChoose }: SearchFieldProps) {
  const search = useRef<HTMLInputElement>(null);
  const [initial] = useState(typed);
  const [text, setText] = useState('');
  const [tone] = useSkinTone();
  const enter = async (value: string) => {
    const found = firstFound(await pickerData(), value, tone);
    if (found && search.current?.value === value) onChoose(found);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it comes
  useLayoutEffect(() => {
    search.current?.focus();
    // Only what comes after the focus counts as typed for the picker.
    setText(initial.text);
    if (initial.isEntered) void enter(initial.text);
  }, [initial]);
  return (
    // Of no form: Enter chooses an emoji or nothing, and does not send the message that is being written.
    <Picker.Search
      ref={search}
      form=""
      aria-label="Search emoji"
      placeholder="Search"
      value={text}
      onChange={({ target }) => {
        isPointing.current = false;
        setText(target.value);
      }}
      onKeyDown={(event) => {
        // Inside a word of an input method the picker would take it as well.
        if (isComposing(event)) event.nativeEvent.stopPropagation();
        else if (event.key.startsWith('Arrow')) isPointing.current = true;
        else if (event.key === 'Enter' && !isPointing.current) {
          event.preventDefault();
          void enter(event.currentTarget.value);
        }
      }}
    />
  );
}
