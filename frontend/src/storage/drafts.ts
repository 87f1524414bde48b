import { LIMITS } from '@parley/protocol';
import { localTexts } from './local-texts.js';

const KINDS = ['drafts', 'edit-drafts'] as const;
type Kind = (typeof KINDS)[number];
type KeyStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/**
 * What a person began to write, by room. Written at every key, so that nothing is lost with the page: each room has an
 * entry of its own, and none is longer than the field, so a key costs the same whatever else is kept.
 */
export class Drafts {
  private readonly prefix: string;

  constructor(
    personId: string,
    private readonly storage: KeyStorage = localTexts,
    kind: Kind = 'drafts',
  ) {
    this.prefix = prefixOf(personId, kind);
    this.divide(this.prefix.slice(0, -1));
  }

  of(roomId: string): string {
    return bounded(this.storage.getItem(this.prefix + roomId) ?? '');
  }

  keep(roomId: string, text: string): void {
    if (text === '') this.storage.removeItem(this.prefix + roomId);
    else this.storage.setItem(this.prefix + roomId, bounded(text));
  }

  /** Drafts of all rooms once stood in one entry, of whatever length. */
  private divide(key: string): void {
    try {
      const all = this.storage.getItem(key);
      if (all === null) return;
      this.storage.removeItem(key);
      for (const [roomId, text] of Object.entries(JSON.parse(all) ?? {}))
        if (typeof text === 'string') this.keep(roomId, text);
    } catch {
      // Nothing that can be read is nothing that can be kept.
    }
  }
}

export function hasDrafts(personId: string, storage: KeyStorage = localTexts): boolean {
  return keysOf(personId, storage).length > 0;
}

export function forgetDrafts(personId: string, storage: KeyStorage = localTexts): void {
  for (const key of keysOf(personId, storage)) storage.removeItem(key);
}

function keysOf(personId: string, storage: KeyStorage): string[] {
  const prefixes = KINDS.map((kind) => prefixOf(personId, kind));
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  return keys.filter((key) => prefixes.some((prefix) => key.startsWith(prefix)));
}

function prefixOf(personId: string, kind: Kind): string {
  return `parley.${kind}.${personId}.`;
}

/** Never half a character at its end. */
function bounded(text: string): string {
  return text.length > LIMITS.draftLength
    ? text.slice(0, LIMITS.draftLength).replace(/[\uD800-\uDBFF]$/, '')
    : text;
}
