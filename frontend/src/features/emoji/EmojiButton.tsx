import { Smile } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { EmojiSearch } from './EmojiSearch.js';

interface EmojiButtonProps {
  disabled?: boolean;
  onChoose(emoji: string): void;
}

/** Opens all emoji above itself. */
export function EmojiButton({ disabled, onChoose }: EmojiButtonProps) {
  const [open, setOpen] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label="Emoji"
        disabled={disabled}
        popoverTarget={id}
      >
        <Smile />
      </button>
      <div
        ref={panel}
        id={id}
        className="emoji-panel"
        popover="auto"
        role="dialog"
        aria-label="Emoji"
        onBeforeToggle={() => place(panel.current, button.current)}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        <EmojiSearch
          open={open}
          onChoose={(emoji) => {
            panel.current?.hidePopover();
            onChoose(emoji);
          }}
        />
      </div>
    </>
  );
}

/** Above the button, where the window is wide enough to choose; the style sheet decides for narrow ones. */
function place(panel: HTMLElement | null, button: HTMLElement | null): void {
  if (!panel || !button) return;
  const { right, top } = button.getBoundingClientRect();
  panel.style.setProperty('--right', `${Math.round(innerWidth - right)}px`);
  panel.style.setProperty('--bottom', `${Math.round(innerHeight - top)}px`);
}
