import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { lazy, Suspense } from 'react';
import { behindFirstRoom } from '../rooms/first-room.js';
import type { Asked } from './Moderate.js';
import type { Someone } from './who-is-where.js';

const Ban = lazy(behindFirstRoom(() => import('./Ban.js')));
const AskFirst = lazy(behindFirstRoom(() => import('./AskFirst.js')));

interface AskingProps {
  client: ParleyClient;
  room: Room;
  someone: Someone;
  asked: Asked;
  onClose(): void;
}

/** What is asked about somebody before it is done. Not a part of their row, which goes from one list to another as they do. */
export function Asking({ asked, ...about }: AskingProps) {
  return <Suspense>{asked === 'ban' ? <Ban {...about} /> : <AskFirst asked={asked} {...about} />}</Suspense>;
}
