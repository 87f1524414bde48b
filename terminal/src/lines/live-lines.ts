import type { ConnectionState, Pending, RoomPeople } from '@parley/client';
import { cleanLine } from './clean.js';
import { fit } from './fit.js';
import type { View } from './message-lines.js';

export interface Live {
  connection: ConnectionState;
  typing: RoomPeople['typing'];
  pending: readonly Pending[];
  /** The program is about to end. */
  isLeaving: boolean;
  now: number;
}

/** A message that is stored sooner is not worth a line of its own, ms. */
const WORTH_TELLING_MS = 300;
const SHOWN = 3;

/** What stands between the conversation and the line one types in: what is on its way, and what goes on. */
export function liveLines(live: Live, { columns, paint }: View): string[] {
  const onTheirWay = live.pending.filter(
    ({ queuedAt, status }) => status.state === 'sending' && live.now - queuedAt >= WORTH_TELLING_MS,
  );
  const more = onTheirWay.length - SHOWN;
  const lines = onTheirWay.slice(0, SHOWN).map(({ message }) => `   …  ${cleanLine(message)}`);
  if (more > 0) lines.push(`   …  and ${more} more`);
  const status = [leaving(live), connection(live), typing(live)].filter((part) => part !== '').join(' · ');
  if (status !== '') lines.push(status);
  return lines.map((line) => paint.dim(fit(line, columns - 1)));
}

function leaving({ isLeaving }: Live): string {
  return isLeaving ? 'Storing what you said. Ctrl-C again leaves at once.' : '';
}

function connection({ connection: { state, ...rest }, now }: Live): string {
  if (state === 'online' || state === 'idle') return '';
  if (state === 'connecting') return 'Connecting ...';
  if (state === 'ended') return 'The connection has ended.';
  const at = 'retryAt' in rest ? rest.retryAt : null;
  const seconds = at === null ? 0 : Math.ceil((at - now) / 1_000);
  return seconds > 0 ? `Not connected. Trying again in ${seconds} s.` : 'Not connected. Trying again ...';
}

function typing({ typing: typists }: Live): string {
  const names = typists.map(({ username }) => cleanLine(username));
  if (names.length > 3) return 'Several people are typing ...';
  const last = names.pop();
  if (last === undefined) return '';
  return names.length === 0 ? `${last} is typing ...` : `${names.join(', ')} and ${last} are typing ...`;
}
