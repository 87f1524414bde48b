import { useLayoutEffect, useRef, useState } from 'react';
import { EmojiSearch } from '../../emoji/EmojiSearch.js';

interface ReactionPickerProps {
  /** Where it was asked for. */
  at: DOMRect;
  onChoose(emoji: string): void;
  onClose(): void;
}

/** All emoji, beside what asked for them. */
export function ReactionPicker({ at, onChoose, onClose }: ReactionPickerProps) {
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    const { current: opened } = panel;
    if (!opened) return;
    place(opened, at);
    opened.showPopover();
    return () => {
      if (opened.matches(':popover-open')) opened.hidePopover();
    };
  }, [at]);
  return (
    <div
      ref={panel}
      className="emoji-panel"
      popover="auto"
      role="dialog"
      aria-label="Add reaction"
      onToggle={(event) => (event.newState === 'open' ? setOpen(true) : onClose())}
    >
      <EmojiSearch open={open} onChoose={onChoose} />
    </div>
  );
}

/** As wide and as high as the panel is, with the space to the edge of the window. */
const WIDTH_PX = 352;
const HEIGHT_PX = 400;

/** Above it and from its left on, where there is space; the style sheet decides for narrow windows. */
function place(panel: HTMLElement, at: DOMRect): void {
  const above = at.top > HEIGHT_PX || at.top > innerHeight - at.bottom;
  const bottom = above ? innerHeight - at.top : Math.max(0, innerHeight - at.bottom - HEIGHT_PX);
  const right = Math.max(12, innerWidth - at.left - WIDTH_PX);
  panel.style.setProperty('--right', `${Math.round(right)}px`);
  panel.style.setProperty('--bottom', `${Math.round(bottom)}px`);
}
