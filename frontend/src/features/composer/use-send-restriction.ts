import type { ParleyClient, Room } from '@parley/client';
import { type Decision, decideEdit, decideSend, type Room as RoomShape } from '@parley/protocol';
import { useEffect, useState } from 'react';
import { wordsFor } from '../../lib/requests/explain.js';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { roomAt } from '../../rights/room-at.js';
import { now } from '../../time/clock.js';
import { momentText } from '../../time/moment-text.js';
import { useSecondsUntil } from '../../time/use-seconds-until.js';

export interface SendRestriction {
  /** `closed`: nothing can be written; `slow`: it can, and not be sent yet. */
  kind: 'closed' | 'slow';
  words: string;
}

/** Why I may not send now, or not save what I edit; counted down. Null when I may, or when the room is not known yet. */
export function useSendRestriction(
  { me }: ParleyClient,
  room: Room,
  shape: RoomShape | null,
  isEditing: boolean,
): SendRestriction | null {
  const sentAt = useLastSentAt(room);
  // One moment for all: what is left until it and what comes of it must not differ with each drawing.
  const moment = now();
  const decide = (facts: RoomShape): Decision =>
    isEditing
      ? decideEdit(me, facts, { userId: me.id, authorRole: facts.role }, moment)
      : decideSend(facts, sentAt, moment);
  const decision = shape && decide(roomAt(moment, shape));
  const waitMs = decision?.allowed === false ? decision.retryAfterMs : undefined;
  const until = waitMs === undefined ? null : Math.round(moment + waitMs);
  const seconds = useSecondsUntil(until, now);
  if (!decision || decision.allowed) return null;
  if (decision.code === 'slow_mode')
    return { kind: 'slow', words: `Slow mode: you may send again in ${spanOf(seconds)}.` };
  if (decision.code === 'muted' && until !== null)
    return { kind: 'closed', words: `You are muted until ${momentText(until)}.` };
  return { kind: 'closed', words: wordsFor(decision.code, decision.message ?? '') };
}

/** When I sent the newest message of mine that is known here, ms. */
function useLastSentAt(room: Room): number | null {
  const { history } = useStorePerFrame(room);
  const lastAt = history.messages.findLast(({ userId }) => userId === history.me)?.timestamp ?? null;
  const [sentAt, setSentAt] = useState<number | null>(null);
  useEffect(() => {
    // No wait is longer than the whole one, whatever the clocks did meanwhile.
    setSentAt(lastAt === null ? null : Math.min(lastAt, now()));
  }, [lastAt]);
  return sentAt;
}

/** `42 s`, or `4:05` in minutes, or `1:00:00` in hours. */
export function spanOf(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [first, ...others] = parts[0] === 0 ? parts.slice(1) : parts;
  return [first, ...others.map((part) => String(part).padStart(2, '0'))].join(':');
}
