export type Transport = 'websocket' | 'polling';

/** Which transport is tried first, how long before the other is tried as well, and whether polling may be upgraded. */
export interface TransportPlan {
  first: Transport;
  patienceMs: number;
  upgrade: boolean;
}

/** Where it outlives the program which transports get through to a server: one line of text. */
export interface TransportStorage {
  load(): string | null;
  save(text: string): void;
}

/** What is known of websockets to one address. Moments in ms of this machine's clock. */
interface Known {
  /** Whether one got through when that was tried last; null while none was tried. */
  works: boolean | null;
  at: number;
  /** How many of the last ones stood and then went silent, without being closed. */
  silences: number;
  silentAt: number;
}

/** Nothing is known: a websocket is tried for so long before polling is tried beside it. */
const PATIENCE_UNKNOWN_MS = 1_000;
/**
 * Websockets get through: what takes long is the server. Thousands who come back to one that is busy must not double its
 * work by a second attempt each.
 */
const PATIENCE_KNOWN_MS = 3_000;
/** A network that let no websocket through may be another one by now. */
const FORGET_MS = 24 * 3_600_000;
/** Websockets that go silent so soon, two in a row: the network does that, and they are left alone for so long. */
const SILENT_SOON_MS = 10 * 60_000;
const SILENCES_MOST = 2;

const NOTHING_KNOWN: Known = { works: null, at: 0, silences: 0, silentAt: 0 };

/** Remembers which transports get through to which address. */
export class Transports {
  private readonly known: Map<string, Known>;

  constructor(private readonly storage?: TransportStorage) {
    this.known = read(storage?.load() ?? null);
  }

  planFor(url: string, now = Date.now()): TransportPlan {
    const { works, at, silences, silentAt } = this.of(url);
    // A moment that lies ahead is of a clock that was put back since. It says nothing.
    if (silences > 0 && now >= silentAt && now - silentAt < SILENT_SOON_MS) {
      return { first: 'polling', patienceMs: PATIENCE_KNOWN_MS, upgrade: silences < SILENCES_MOST };
    }
    if (works === null || now - at > FORGET_MS || now < at) {
      return { first: 'websocket', patienceMs: PATIENCE_UNKNOWN_MS, upgrade: true };
    }
    return { first: works ? 'websocket' : 'polling', patienceMs: PATIENCE_KNOWN_MS, upgrade: true };
  }

  /** Whether a websocket got through, where the server itself could be reached. */
  noteWebsocket(url: string, works: boolean, now = Date.now()): void {
    this.change(url, { ...this.of(url), works, at: now });
  }

  /** A websocket that stood for so long went silent. */
  noteSilence(url: string, livedMs: number, now = Date.now()): void {
    const before = this.of(url);
    const silences = livedMs < SILENT_SOON_MS ? Math.min(before.silences + 1, SILENCES_MOST) : 1;
    this.change(url, { ...before, silences, silentAt: now });
  }

  private of(url: string): Known {
    return this.known.get(url) ?? NOTHING_KNOWN;
  }

  private change(url: string, known: Known): void {
    this.known.set(url, known);
    this.storage?.save(JSON.stringify([...this.known]));
  }
}

/** What an earlier run, or another program, wrote. What is not of the form is not believed. */
function read(text: string | null): Map<string, Known> {
  try {
    const entries: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(entries)) return new Map();
    return new Map(entries.filter(isEntry));
  } catch {
    return new Map();
  }
}

function isEntry(entry: unknown): entry is [string, Known] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string' || typeof entry[1] !== 'object') return false;
  const { works, at, silences, silentAt } = (entry[1] ?? {}) as Partial<Record<keyof Known, unknown>>;
  const isTime = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
  return (works === null || typeof works === 'boolean') && [at, silences, silentAt].every(isTime);
}
