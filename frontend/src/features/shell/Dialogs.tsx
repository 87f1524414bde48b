import type { ParleyClient } from '@parley/client';
import { behindFirstRoom } from '../../lib/lazy/first-room.js';
import { lazyDialog } from '../../ui/dialog/lazy-dialog.js';
import type { DialogName } from '../navigation/dialog-name.js';
import { Switcher } from '../switcher/Switcher.js';

const NewRoom = lazyDialog(
  behindFirstRoom(() => import('../rooms/NewRoom.js')),
  { title: () => 'New room', hasField: true },
);
const FindRoom = lazyDialog(
  behindFirstRoom(() => import('../rooms/FindRoom.js')),
  { title: () => 'Find a room', hasField: true },
);
const WriteTo = lazyDialog(
  behindFirstRoom(() => import('../people/NewDirectMessage.js')),
  { title: () => 'New message', hasField: true },
);
const Settings = lazyDialog(
  behindFirstRoom(() => import('../settings/Settings.js')),
  { title: () => 'Notices' },
);
const Account = lazyDialog(
  behindFirstRoom(() => import('../account/Account.js')),
  { title: () => 'Account and devices' },
);
const Keys = lazyDialog(
  behindFirstRoom(() => import('../settings/Keys.js')),
  { title: () => 'Keys' },
);
const JoinLeaveLog = lazyDialog(
  behindFirstRoom(() => import('../notices/JoinLeaveLog.js')),
  { title: () => 'Who came and went' },
);

interface DialogsProps {
  client: ParleyClient;
  open: DialogName | null;
  onClose(): void;
  onOpen(name: DialogName): void;
  goTo(roomId: string): void;
}

/** The dialog that is open over the page. None is loaded before it is wanted. */
export function Dialogs({ client, open, onClose, onOpen, goTo }: DialogsProps) {
  const choose = (roomId: string) => {
    goTo(roomId);
    onClose();
  };
  return (
    <>
      {open === 'switcher' && (
        <Switcher client={client} onClose={onClose} onChosen={choose} onOpen={onOpen} />
      )}
      {open === 'new room' && <NewRoom client={client} onClose={onClose} onMade={choose} />}
      {open === 'find room' && (
        <FindRoom client={client} onClose={onClose} onChosen={choose} onNew={() => onOpen('new room')} />
      )}
      {open === 'find person' && <WriteTo client={client} onClose={onClose} onMade={choose} />}
      {open === 'notices' && <Settings onClose={onClose} />}
      {open === 'account' && <Account client={client} onClose={onClose} />}
      {open === 'log' && <JoinLeaveLog onClose={onClose} />}
      {open === 'keys' && <Keys onClose={onClose} />}
    </>
  );
}
