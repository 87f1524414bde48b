import { LIMITS, type Message, pageEffectOf } from '@parley/protocol';
import type { EncodedChange, RoomChanges } from '../../chat/changes/room-changes.js';
import { Annexes } from '../../chat/pages/annexes.js';
import { lastSeqOf } from '../../chat/pages/hot-slice.js';
import { HotHistory, type HotPage } from '../../chat/ports/hot-history.js';

const MOST_ROOMS = 1_000;

interface Kept {
  head: HotPage['head'];
  messages: readonly string[];
  annexes: Annexes;
}

/** Of so many rooms that the memory they take is bounded: the ones used last. */
export class MemoryHotHistory extends HotHistory {
  /** The room used last comes last. */
  private readonly pages = new Map<string, Kept>();
  /** Where a text was last taken away: what was read before holds it still. Forgotten with the room's last use. */
  private readonly amended = new Map<string, HotPage['head']>();

  constructor(private readonly mostRooms = MOST_ROOMS) {
    super();
  }

  override async apply({ roomId, epoch, from, to, events }: RoomChanges): Promise<boolean> {
    const page = this.pages.get(roomId);
    const follows = page ? page.head.epoch === epoch && page.head.rev + 1 === from : from === 1;
    if (events.some(({ name }) => pageEffectOf(name) === 'replace'))
      keepLast(this.amended, roomId, { epoch, rev: to }, this.mostRooms);
    if (!follows) {
      this.pages.delete(roomId);
      return false;
    }
    const kept = {
      head: { epoch, rev: to },
      messages: [...(page?.messages ?? [])],
      annexes: page?.annexes ?? new Annexes(),
    };
    for (const event of events) put(kept, event);
    this.keep(roomId, kept);
    return true;
  }

  override async read(roomId: string): Promise<HotPage | null> {
    const page = this.pages.get(roomId);
    if (page === undefined) return null;
    this.keep(roomId, page);
    const { head, messages, annexes } = page;
    return { head, messages, annexes: annexes.from(0) };
  }

  override async fill(roomId: string, page: HotPage): Promise<boolean> {
    const [head, amended] = [this.pages.get(roomId)?.head, this.amended.get(roomId)];
    const known = head?.epoch === page.head.epoch && head.rev >= page.head.rev;
    const stale = amended?.epoch === page.head.epoch && amended.rev > page.head.rev;
    if (!known && !stale) this.keep(roomId, { ...page, annexes: new Annexes(page.annexes) });
    return true;
  }

  private keep(roomId: string, { head, messages, annexes }: Kept): void {
    const newest = newestOf(messages);
    annexes.trim(lastSeqOf(newest) - newest.length + 1);
    keepLast(this.pages, roomId, { head, messages: newest, annexes }, this.mostRooms);
  }
}

/** So many, or as many letters as an answer may have bytes: with a thousand rooms the long ones would fill the memory. */
function newestOf(messages: readonly string[]): string[] {
  let from = messages.length;
  for (let letters = 0; from > 0 && messages.length - from < LIMITS.hotHistory; from--) {
    letters += messages[from - 1]?.length ?? 0;
    if (letters > LIMITS.answerBytes && from < messages.length) break;
  }
  return messages.slice(from);
}

function put({ messages, annexes }: Kept & { messages: string[] }, { name, json }: EncodedChange): void {
  const effect = pageEffectOf(name);
  switch (effect) {
    case 'append':
      messages.push(json.toString());
      break;
    case 'replace':
      replace(messages, annexes, json.toString());
      break;
    case 'annex':
      annexes.apply(name, json.toString(), lastSeqOf(messages) - messages.length + 1);
      break;
    case 'none':
      break;
    default:
      effect satisfies never;
  }
}

/** Seqs have no holes, so the distance of two seqs is the distance of their places. */
function replace(messages: string[], annexes: Annexes, text: string): void {
  const { seq, deletedAt }: Message = JSON.parse(text);
  const place = messages.length - 1 - (lastSeqOf(messages) - seq);
  if (messages[place] === undefined) return;
  messages[place] = text;
  if (deletedAt !== undefined) annexes.drop(seq);
}

function keepLast<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
