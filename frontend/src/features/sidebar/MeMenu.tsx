import type { Connection } from '@parley/client';
import type { User } from '@parley/protocol';
import {
  Bell,
  Braces,
  ChevronDown,
  DoorOpen,
  Keyboard,
  LogOut,
  Monitor,
  Moon,
  Sun,
  UserRound,
} from 'lucide-react';
import { useStore } from '../../lib/store/use-store.js';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { Menu, MenuItem } from '../../ui/menu/Menu.js';
import { Avatar } from '../../ui/person/Avatar.js';
import type { DialogName } from '../navigation/dialog-name.js';
import { prefer, preferences, type Theme } from '../settings/preferences.js';

const THEMES: Record<Theme, [string, typeof Sun]> = {
  light: ['Light', Sun],
  dark: ['Dark', Moon],
  system: ['Like the system', Monitor],
};

interface MeMenuProps {
  me: User;
  connection: Connection;
  onOpen(name: DialogName): void;
  onSignOut(): void;
}

/** Who I am here, and what is mine to set. */
export function MeMenu({ me, connection, onOpen, onSignOut }: MeMenuProps) {
  const { theme } = useStore(preferences);
  const isOnline = useStorePerFrame(connection).state === 'online';
  return (
    <Menu
      className="me"
      name="You"
      button={
        <>
          <span className="with-dot large" data-online={isOnline}>
            <Avatar id={me.id} name={me.username} />
          </span>
          <span className="name">
            <strong>{me.username}</strong>
            <small className="quiet">
              {me.kind === 'guest' ? `Guest at ${location.host}` : location.host}
            </small>
          </span>
          <ChevronDown />
        </>
      }
    >
      {(Object.keys(THEMES) as Theme[]).map((name) => {
        const [words, Sign] = THEMES[name];
        return (
          <MenuItem
            key={name}
            icon={<Sign />}
            checked={theme === name}
            onChoose={() => prefer({ theme: name })}
          >
            {words}
          </MenuItem>
        );
      })}
      <hr />
      <MenuItem icon={<Bell />} onChoose={() => onOpen('notices')}>
        Notices …
      </MenuItem>
      <MenuItem icon={<DoorOpen />} onChoose={() => onOpen('log')}>
        Who came and went
      </MenuItem>
      <MenuItem icon={<Keyboard />} aside={<kbd>?</kbd>} onChoose={() => onOpen('keys')}>
        Keys
      </MenuItem>
      <MenuItem icon={<Braces />} onChoose={() => window.open('/docs')}>
        For programs
      </MenuItem>
      <hr />
      <MenuItem icon={<UserRound />} onChoose={() => onOpen('account')}>
        Account and devices …
      </MenuItem>
      <MenuItem icon={<LogOut />} onChoose={onSignOut}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
