import type { RoomPeople } from '@parley/client';
import { isolate } from '../../isolate.js';

/** Keeps its place when nobody types: the list above must not jump. */
export function TypingLine({ typing }: { typing: RoomPeople['typing'] }) {
  return (
    <p className="typing quiet" role="status" aria-label="Typing">
      {textFor(typing.map(({ username }) => isolate(username)))}
    </p>
  );
}

function textFor(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return `${first} is typing …`;
  return names.length === 2 ? `${first} and ${second} are typing …` : 'Several people are typing …';
}
