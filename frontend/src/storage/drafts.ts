const KINDS = ['drafts', 'edit-drafts'] as const;
type Kind = (typeof KINDS)[number];

/** What somebody began to write, by room. Written at every key, so that nothing is lost with the page. */
export class Drafts {
  private readonly key: string;

  constructor(
    personId: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = localStorage,
    kind: Kind = 'drafts',
  ) {
    this.key = keyOf(personId, kind);
  }

  of(roomId: string): string {
    const drafts = new Map(Object.entries(this.all()));
    // A room may be called like a part of every object.
    return drafts.get(roomId) ?? '';
  }

  keep(roomId: string, text: string): void {
    // Read again: another tab may have kept the draft of another room.
    const { [roomId]: _, ...others } = this.all();
    const drafts = text === '' ? others : { ...others, [roomId]: text };
    try {
      if (Object.keys(drafts).length === 0) this.storage.removeItem(this.key);
      else this.storage.setItem(this.key, JSON.stringify(drafts));
    } catch {
      // A full or forbidden storage keeps nobody from writing.
    }
  }

  private all(): Record<string, string> {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.key) ?? '{}');
      if (typeof kept !== 'object' || kept === null) return {};
      return Object.fromEntries(Object.entries(kept).filter(([, text]) => typeof text === 'string'));
    } catch {
      return {};
    }
  }
}

export function forgetDrafts(personId: string): void {
  for (const kind of KINDS) localStorage.removeItem(keyOf(personId, kind));
}

function keyOf(personId: string, kind: Kind): string {
  return `parley.${kind}.${personId}`;
}
