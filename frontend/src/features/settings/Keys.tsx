import { Dialog } from '../../ui/dialog/Dialog.js';
import { keyName } from './key-name.js';

const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ['Go to a room or a person', ['Mod', 'K']],
  ['Next room', ['Alt', '↓']],
  ['Room before', ['Alt', '↑']],
  ['Next unread room', ['Alt', 'Shift', '↓']],
  ['Unread room before', ['Alt', 'Shift', '↑']],
  ['Mark this room as read', ['Esc']],
  ['Send', ['Enter']],
  ['New line', ['Shift', 'Enter']],
  ['Edit my last message', ['↑']],
  ['React to the message I am at', ['R']],
  ['Edit the message I am at', ['E']],
  ['Delete the message I am at', ['Del']],
  ['These keys', ['?']],
];

export default function Keys({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([what, keys]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{keyName(key)}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
