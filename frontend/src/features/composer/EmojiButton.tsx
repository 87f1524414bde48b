import { Smile } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useModule } from '../../use-module.js';
import { loadEmojis } from './emoji/load-emojis.js';

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
        {open && (
          <Emojis
            onChoose={(emoji) => {
              panel.current?.hidePopover();
              onChoose(emoji);
            }}
          />
        )}
      </div>
    </>
  );
}

const fetchPicker = async () => {
  const [{ default: Picker }] = await Promise.all([import('./emoji/EmojiPicker.js'), loadEmojis()]);
  return { Picker };
};

function Emojis({ onChoose }: EmojiButtonProps) {
  const picker = useModule(fetchPicker);
  if (picker.state === 'there') return <picker.module.Picker onChoose={onChoose} />;
  if (picker.state === 'loading') return <p className="quiet">Loading …</p>;
  return <p className="quiet">The emoji cannot be fetched without a connection.</p>;
}

/** Above the button, where the window is wide enough to choose; the style sheet decides for narrow ones. */
function place(panel: HTMLElement | null, button: HTMLElement | null): void {
  if (!panel || !button) return;
  const { right, top } = button.getBoundingClientRect();
  panel.style.setProperty('--right', `${Math.round(innerWidth - right)}px`);
  panel.style.setProperty('--bottom', `${Math.round(innerHeight - top)}px`);
}
