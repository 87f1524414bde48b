import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { LazyModule } from '../../lib/lazy/lazy-module.js';
import { useLazyModule } from '../../lib/lazy/use-lazy-module.js';
import { Boundary } from '../../ui/Boundary.js';
import { LoadFault } from '../../ui/Fault.js';
import { ignoringComposition } from '../../ui/ignoring-composition.js';
import { loadEmojis } from './load-emojis.js';

const picker = new LazyModule(async () => {
  const [{ default: Picker }] = await Promise.all([import('./EmojiPicker.js'), loadEmojis()]);
  return { Picker };
});

interface EmojiSearchProps {
  /** It stands in an open panel. */
  open: boolean;
  onChoose(emoji: string): void;
}

/** All emoji. The search takes the keys at once; what draws the emoji takes over what was typed. */
export function EmojiSearch({ open, onChoose }: EmojiSearchProps) {
  const [isComposing, setIsComposing] = useState(false);
  const typed = useRef({ text: '', isEntered: false });
  const loaded = useLazyModule(picker, open);
  const isDrawn = open && loaded.state === 'ready' && !isComposing;
  return (
    <>
      {isDrawn && (
        <Boundary fallback={() => <p className="quiet">The emoji cannot be shown.</p>}>
          <loaded.module.Picker typed={typed.current} onChoose={onChoose} />
        </Boundary>
      )}
      {!isDrawn && <SearchAhead typed={typed} onComposing={setIsComposing} />}
      {open && loaded.state === 'loading' && <p className="quiet">Loading …</p>}
      {open && loaded.state === 'failed' && <LoadFault why={loaded.why} onRetry={picker.retry} />}
    </>
  );
}

interface SearchAheadProps {
  typed: RefObject<{ text: string; isEntered: boolean }>;
  onComposing(is: boolean): void;
}

/** Has the focus as soon as the panel is open, and stands there until the emoji do. */
function SearchAhead({ typed, onComposing }: SearchAheadProps) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    typed.current = { text: '', isEntered: false };
    // The browser's own: it focuses the field in the turn in which it opens the panel. React's would do so now.
    field.current?.setAttribute('autofocus', '');
  }, [typed]);
  return (
    <div className="emoji-search">
      <input
        ref={field}
        form=""
        type="search"
        aria-label="Search emoji"
        placeholder="Search"
        autoComplete="off"
        onChange={({ target }) => {
          typed.current = { text: target.value, isEntered: false };
        }}
        onKeyDown={ignoringComposition(({ key }) => {
          if (key === 'Enter') typed.current.isEntered = true;
        })}
        onCompositionStart={() => onComposing(true)}
        onCompositionEnd={() => onComposing(false)}
      />
    </div>
  );
}
