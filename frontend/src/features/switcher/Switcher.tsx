import type { ParleyClient } from '@parley/client';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { behindFirstRoom } from '../../lib/lazy/first-room.js';
import { useLazyModule } from '../../lib/lazy/use-lazy-module.js';
import { Boundary } from '../../ui/Boundary.js';
import { useModal } from '../../ui/dialog/use-modal.js';
import { LoadFault } from '../../ui/Fault.js';
import { ignoringComposition } from '../../ui/ignoring-composition.js';
import type { DialogName } from '../navigation/dialog-name.js';
import { isListKey, WaitingKeys } from './waiting-keys.js';

const switcherList = behindFirstRoom(() => import('./SwitcherList.js'));

interface SwitcherProps {
  client: ParleyClient;
  onClose(): void;
  onChosen(roomId: string): void;
  onOpen(name: DialogName): void;
}

/**
 * One field that leads to every room and every person. The field is part of the first script: it takes the key that comes
 * behind Ctrl+K, and keeps what was pressed until its list is here.
 */
export function Switcher({ client, onClose, onChosen, onOpen }: SwitcherProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState<string>();
  const keys = useRef(new WaitingKeys());
  const list = useLazyModule(switcherList);
  const id = useId();
  useModal(dialog);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isListKey(event.key)) return;
    event.preventDefault();
    keys.current.press(event.key);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape
    <dialog
      ref={dialog}
      className="dialog switcher"
      aria-label="Go to"
      onClose={(event) => event.currentTarget.isConnected && onClose()}
      onClick={({ target }) => {
        if (target === dialog.current) dialog.current.close();
      }}
    >
      <div className="inside">
        <input
          role="combobox"
          aria-label="Go to"
          aria-expanded={active !== undefined}
          aria-controls={id}
          aria-activedescendant={active}
          aria-autocomplete="list"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="auto"
          maxLength={200}
          value={typed}
          onChange={({ target }) => {
            keys.current.forget();
            setTyped(target.value);
          }}
          onKeyDown={ignoringComposition(onKeyDown)}
          placeholder="A room or a person"
        />
        {list.state === 'failed' && <LoadFault why={list.why} onRetry={switcherList.retry} />}
        {list.state === 'ready' && (
          <Boundary fallback={() => <p className="problem">The list cannot be shown.</p>}>
            <list.module.SwitcherList
              id={id}
              client={client}
              typed={typed}
              keys={keys.current}
              onActive={setActive}
              onChosen={onChosen}
              onOpen={onOpen}
            />
          </Boundary>
        )}
      </div>
    </dialog>
  );
}
