import type { Access } from '@parley/client';
import type { Room } from '@parley/protocol';
import { useEffect, useRef } from 'react';
import { isolate } from '../../isolate.js';
import { momentText } from '../../moment-text.js';
import { ClosedDoor } from '../../ui/ClosedDoor.js';
import { useIsToCome } from '../../use-is-to-come.js';

interface ClosedProps {
  access: Extract<Access, { state: 'refused' | 'gone' }>;
  /** What it was while I saw it; null: I never did. */
  was: Pick<Room, 'name' | 'kind'> | null;
  onJoin(): void;
  goTo(roomId: null): void;
}

/** A room one may not see, or not any more. */
export function Closed({ access, was, onJoin, goTo }: ClosedProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever was writing here is told, and goes on from here by keys.
    if (document.activeElement === document.body) title.current?.focus();
  }, []);
  const endsAt = access.state === 'refused' && access.code === 'banned' ? access.until : null;
  const isKeptOut = useIsToCome(endsAt ?? 0);
  const isOver = endsAt !== null && !isKeptOut;
  const mayReturn = isOver || (access.state === 'gone' && was?.kind === 'public');
  return (
    <main className="welcome">
      <ClosedDoor />
      <h1 ref={title} tabIndex={-1}>
        {isOver ? 'Your ban is over' : was ? titleFor(access, isolate(was.name)) : UNKNOWN}
      </h1>
      <p className="quiet">
        {isOver ? `You may join ${was ? isolate(was.name) : 'the room'} again.` : null}
        {!isOver && (mayReturn ? 'Everybody may join it, you too.' : wordsFor(access))}
      </p>
      <div className="choices">
        {mayReturn && (
          <button type="button" className="secondary" onClick={onJoin}>
            Join again
          </button>
        )}
        <button type="button" className="primary" onClick={() => goTo(null)}>
          Back to your rooms
        </button>
      </div>
    </main>
  );
}

const UNKNOWN = 'This room is not open to you';

function titleFor(access: ClosedProps['access'], name: string): string {
  if (access.state === 'gone') return `You are no longer in ${name}`;
  return access.code === 'banned' ? `You are banned from ${name}` : UNKNOWN;
}

function wordsFor(access: ClosedProps['access']): string {
  if (access.state === 'gone') return 'Somebody in it can invite you again.';
  if (access.code === 'banned' && access.until !== null)
    return `Your ban lasts until ${momentText(access.until)}. Those who lead the room can let you back in sooner.`;
  if (access.code === 'banned') return 'Those who lead the room can let you back in.';
  if (access.code === 'not_found')
    return 'There is no such room, or it is private. Somebody in it can invite you.';
  return access.reason;
}
