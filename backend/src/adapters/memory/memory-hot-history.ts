import { LIMITS, type Message } from '@parley/protocol';
import { HotHistory, type HotPage } from '../../chat/ports/hot-history.js';
import type { EncodedEvent, RoomChanges } from '../../chat/room-changes.js';

const MOST_ROOMS = 1_000;

/** Of so many rooms that the memory they take is bounded: the ones used last. */
export class MemoryHotHistory extends HotHistory {
  /** The room used last comes last. */
  private readonly pages = new Map<string, HotPage>();
  /** Where a text was last taken away: what was read before holds it still. Forgotten with the room's last use. */
  private readonly amended = new Map<string, HotPage['head']>();

  constructor(private readonly mostRooms = MOST_ROOMS) {
    super();
  }

  override async apply({ roomId, epoch, from, to, events }: RoomChanges): Promise<boolean> {
    const page = this.pages.get(roomId);
    const follows = page ? page.head.epoch === epoch && page.head.rev + 1 === from : from === 1;
    if (events.some(({ name }) => name === 'message_updated'))
      keepLast(this.amended, roomId, { epoch, rev: to }, this.mostRooms);
    if (!follows) {
      this.pages.delete(roomId);
      return false;
    }
    const messages = [...(page?.messages ?? [])];
    for (const event of events) put(messages, event);
    this.keep(roomId, { head: { epoch, rev: to }, messages });
    return true;
  }

  override async read(roomId: string): Promise<HotPage | null> {
    const page = this.pages.get(roomId);
    if (page === undefined) return null;
    this.keep(roomId, page);
    return page;
  }

  override async fill(roomId: string, page: HotPage): Promise<boolean> {
    const [head, amended] = [this.pages.get(roomId)?.head, this.amended.get(roomId)];
    const known = head?.epoch === page.head.epoch && head.rev >= page.head.rev;
    const stale = amended?.epoch === page.head.epoch && amended.rev > page.head.rev;
    if (!known && !stale) this.keep(roomId, page);
    return true;
  }

  private keep(roomId: string, { head, messages }: HotPage): void {
    keepLast(this.pages, roomId, { head, messages: messages.slice(-LIMITS.hotHistory) }, this.mostRooms);
  }
}

function put(messages: string[], { name, json }: EncodedEvent): void {
  const text = json.toString();
  if (name === 'message') messages.push(text);
  if (name !== 'message_updated') return;
  // Seqs have no holes, so the distance of two seqs is the distance of their places.
  const place = messages.length - 1 - (seqOf(messages.at(-1)) - seqOf(text));
  if (messages[place] !== undefined) messages[place] = text;
}

function seqOf(json = '{"seq":0}'): number {
  const { seq }: Message = JSON.parse(json);
  return seq;
}

function keepLast<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
