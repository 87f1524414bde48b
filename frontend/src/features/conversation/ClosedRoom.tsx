import type { Access } from '@parley/client';
import { decideRead, type Room } from '@parley/protocol';
import { useEffect, useRef } from 'react';
import { wordsFor } from '../../lib/requests/explain.js';
import { isolate } from '../../lib/text/isolate.js';
import { momentText } from '../../time/moment-text.js';
import { useIsToCome } from '../../time/use-is-to-come.js';
import { ClosedDoor } from '../../ui/illustrations.js';

interface ClosedRoomProps {
  access: Extract<Access, { state: 'refused' | 'gone' }>;
  /** What it was while I saw it; null: I never did. */
  was: Pick<Room, 'name' | 'kind'> | null;
  onJoin(): void;
  goTo(roomId: null): void;
}

/** A room one may not see, or not any more. */
export function ClosedRoom({ access, was, onJoin, goTo }: ClosedRoomProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A user who was writing here is told, and goes on from here by keys.
    if (document.activeElement === document.body) title.current?.focus();
  }, []);
  const endsAt = access.state === 'refused' && access.code === 'banned' ? access.until : null;
  const isKeptOut = useIsToCome(endsAt ?? 0);
  const isOver = endsAt !== null && !isKeptOut;
  const mayReturn =
    isOver || (access.state === 'gone' && was !== null && decideRead({ kind: was.kind, role: null }).allowed);
  return (
    <main className="welcome">
      <ClosedDoor />
      <h1 ref={title} tabIndex={-1}>
        {isOver ? 'Your ban is over' : was ? titleFor(access, isolate(was.name)) : UNKNOWN}
      </h1>
      <p className="quiet">
        {isOver ? `You may join ${was ? isolate(was.name) : 'the room'} again.` : null}
        {!isOver && (mayReturn ? 'Everybody may join it, you too.' : aboutOf(access))}
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

function titleFor(access: ClosedRoomProps['access'], name: string): string {
  if (access.state === 'gone') return `You are no longer in ${name}`;
  return access.code === 'banned' ? `You are banned from ${name}` : UNKNOWN;
}

function aboutOf(access: ClosedRoomProps['access']): string {
  if (access.state === 'gone') return 'A member can invite you again.';
  if (access.code === 'banned' && access.until !== null)
    return `Your ban lasts until ${momentText(access.until)}. Those who lead the room can let you back in sooner.`;
  if (access.code === 'banned') return 'Those who lead the room can let you back in.';
  if (access.code === 'not_found' || access.code === 'bad_request')
    return 'There is no such room, or it is private. A member can invite you.';
  return wordsFor(access.code, access.reason);
}
