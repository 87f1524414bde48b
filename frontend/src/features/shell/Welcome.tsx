import { Search, SquarePen } from 'lucide-react';
import { SpeechBubbles } from '../../ui/illustrations.js';
import type { DialogName } from '../navigation/dialog-name.js';
import { keyName } from '../settings/key-name.js';

interface WelcomeProps {
  name: string;
  onOpen(name: DialogName): void;
}

/** No room is open. */
export function Welcome({ name, onOpen }: WelcomeProps) {
  return (
    <main className="welcome">
      <SpeechBubbles />
      <h1>
        Hello, <bdi>{name}</bdi>
      </h1>
      <p className="quiet">Choose a room on the left, look for another one, or write to somebody.</p>
      <div className="choices">
        <button type="button" className="primary" onClick={() => onOpen('find room')}>
          <Search /> See the rooms
        </button>
        <button type="button" className="secondary" onClick={() => onOpen('find person')}>
          <SquarePen /> Write to somebody
        </button>
      </div>
      <p className="quiet hint">
        <kbd>{keyName('Mod')}</kbd> <kbd>K</kbd> leads everywhere, <kbd>?</kbd> lists the keys
      </p>
    </main>
  );
}
