import type { Body, Room } from '@parley/protocol';

const MOST = 2_000;
/** A page also shows what its head does not count, as names: so long it may be told as unchanged without a look, ms. */
const FOR_MS = 60_000;

export interface TaggedPage {
  tag: string;
  /** Whatever stands beside the messages: where the neighbours of the page are. */
  about: { before: number; after: number; hasOlder: boolean; hasNewer: boolean };
}

/**
 * The tags of the pages that were asked for last, by where their room stood: while it stands there still, a client that has the
 * page is told so, and it is not made again.
 */
export class PageTags {
  /** The one that was used last comes last. */
  private readonly tags = new Map<string, TaggedPage & { until: number }>();

  of(room: Room, query: Body<'history'>): TaggedPage | null {
    const key = keyOf(room, query);
    const found = this.tags.get(key);
    if (!found) return null;
    this.tags.delete(key);
    if (found.until <= performance.now()) return null;
    this.tags.set(key, found);
    return found;
  }

  note(room: Room, query: Body<'history'>, page: TaggedPage): void {
    this.tags.set(keyOf(room, query), { ...page, until: performance.now() + FOR_MS });
    for (const oldest of this.tags.keys()) {
      if (this.tags.size <= MOST) break;
      this.tags.delete(oldest);
    }
  }
}

function keyOf({ id, epoch, rev }: Room, query: Body<'history'>): string {
  return `${id} ${epoch} ${rev} ${JSON.stringify(query)}`;
}
