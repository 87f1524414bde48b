import type { Message } from '@parley/protocol';
import { late } from '../../late.js';
import { firstRoomDrawn } from '../rooms/first-room.js';

const tools = late(async () => (await import('./LineTools.js')).LineTools);
void firstRoomDrawn.then(tools.load);

/** The tools of a message, once they are here. */
export function LateTools({ message }: { message: Message }) {
  const LineTools = tools.use();
  return LineTools && <LineTools message={message} />;
}
