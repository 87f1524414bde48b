import { createContext, type ReactNode, useContext, useLayoutEffect, useRef, useState } from 'react';
import { ignoringComposition } from '../ignoring-composition.js';
import { useMenuKeys } from './menu-keys.js';
import { placeMenu } from './place-menu.js';

const CloseMenu = createContext<() => void>(() => undefined);

interface MenuProps {
  /** The name of the button, where its content does not say it. */
  label?: string;
  /** What the list is called; the button's label when absent. */
  name?: string;
  className?: string;
  /** What stands on the button. */
  button: ReactNode;
  children: ReactNode;
}

/**
 * A button and the list it opens. A native popover: it lies above everything, goes by Escape or a click elsewhere, and
 * injects no style element, which the content security policy would refuse.
 */
export function Menu({ label, name, className = 'icon-button', button, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);
  const onKeyDown = useMenuKeys(list);

  useLayoutEffect(() => {
    if (!open || !list.current || !trigger.current) return;
    list.current.showPopover();
    placeMenu(list.current, trigger.current);
    list.current.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
  }, [open]);

  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={className}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        title={label}
        // A press on the button closes the list before the click comes, which must not open it again.
        onPointerDown={() => {
          wasOpen.current = open;
        }}
        onClick={({ detail }) => setOpen(detail === 0 ? !open : !wasOpen.current)}
      >
        {button}
      </button>
      {open && (
        <div
          ref={list}
          className="menu"
          popover="auto"
          role="menu"
          tabIndex={-1}
          aria-label={name ?? label}
          onKeyDown={ignoringComposition(onKeyDown)}
          onToggle={(event) => {
            if (event.newState === 'closed') setOpen(false);
          }}
        >
          <CloseMenu value={() => list.current?.hidePopover()}>{children}</CloseMenu>
        </div>
      )}
    </>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  /** Small and to the right: a key, a state. */
  aside?: ReactNode;
  /** One of several that exclude each other. */
  checked?: boolean;
  onChoose(): void;
  children: ReactNode;
}

export function MenuItem({ icon, aside, checked, onChoose, children }: MenuItemProps) {
  const close = useContext(CloseMenu);
  const choose = () => {
    close();
    onChoose();
  };
  const parts = (
    <>
      {icon}
      <span className="name">{children}</span>
      {aside !== undefined && <span className="quiet">{aside}</span>}
    </>
  );
  if (checked === undefined)
    return (
      <button type="button" role="menuitem" className="row" tabIndex={-1} onClick={choose}>
        {parts}
      </button>
    );
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={checked}
      className="row"
      tabIndex={-1}
      onClick={choose}
    >
      {parts}
    </button>
  );
}
