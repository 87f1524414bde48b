import type { RoomPeople } from '@parley/client';
import { namedWithGuest } from '../../ui/person/name-with-guest.js';
import { scrollLog } from '../messages/scroll/scroll-log.js';

/** Keeps its place when no one types: the list above must not jump. */
export function TypingIndicator({ typing }: { typing: RoomPeople['typing'] }) {
  return (
    <p className="typing quiet" role="status" aria-label="Typing" onWheel={scrollLog}>
      {textFor(typing.map(namedWithGuest))}
    </p>
  );
}

function textFor(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return `${first} is typing …`;
  return names.length === 2 ? `${first} and ${second} are typing …` : 'Several people are typing …';
}
