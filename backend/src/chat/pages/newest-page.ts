import { type Head, LIMITS } from '@parley/protocol';
import type { HotHistory, HotPage } from '../ports/hot-history.js';
import type { MessageLog } from '../stores/message-log.js';
import type { RoomStore } from '../stores/room-store.js';

interface Reading {
  page: HotPage;
  /** Whether the hot list could be reached. Never rejects. */
  reached: Promise<boolean>;
}

/** A room's newest page: the hot list when it proves to be current, else the log, read once for all who ask meanwhile. */
export class NewestPage {
  private readonly readings = new Map<string, Promise<Reading | null>>();

  constructor(
    private readonly rooms: RoomStore,
    private readonly hotHistory: HotHistory,
    private readonly log: MessageLog,
  ) {}

  /** Current at the moment of the call. Null without such a room. */
  async read(roomId: string): Promise<HotPage | null> {
    const [head, hot] = await Promise.all([
      this.rooms.heads([roomId]).then((heads) => heads.get(roomId)),
      this.hotHistory.read(roomId),
    ]);
    if (!head) return null;
    return hot && isAt(hot, head) ? hot : this.readLog(roomId, head);
  }

  /** At this head or behind it; of another epoch when the history was rewound meanwhile. Null without such a room. */
  async readAt(roomId: string, head: Head): Promise<HotPage | null> {
    const hot = await this.hotHistory.read(roomId);
    return hot && isAt(hot, head) ? hot : this.readLog(roomId, head);
  }

  /** Reads it from the log now, and puts it into the hot list. Null without such a room. */
  async refill(roomId: string): Promise<HotPage | null> {
    return (await this.begin(roomId, this.fill(roomId)))?.page ?? null;
  }

  /** The same. False when the hot list could not be reached: then it stands as it was. */
  async warm(roomId: string): Promise<boolean> {
    return (await this.begin(roomId, this.fill(roomId)))?.reached ?? true;
  }

  /** A reading that is under way serves all callers whose head is in it: it holds all that they may know of already. */
  private async readLog(roomId: string, head: Head): Promise<HotPage | null> {
    let stale: Promise<Reading | null> | undefined;
    for (let shared = this.readings.get(roomId); shared !== stale; shared = this.readings.get(roomId)) {
      const page = (await shared)?.page;
      if (page && reaches(page.head, head)) return page;
      stale = shared;
    }
    return (await this.begin(roomId, this.lookAgain(roomId, head)))?.page ?? null;
  }

  /** It is under way until the hot list has it, which is where later readers look. */
  private async begin(roomId: string, reading: Promise<Reading | null>): Promise<Reading | null> {
    this.readings.set(roomId, reading);
    const end = () => {
      if (this.readings.get(roomId) === reading) this.readings.delete(roomId);
    };
    reading.then((done) => done?.reached).then(end, end);
    return reading;
  }

  /** A reading may have ended since its caller looked into the hot list: while they waited for the head, for one. */
  private async lookAgain(roomId: string, head: Head): Promise<Reading | null> {
    const hot = await this.hotHistory.read(roomId);
    return hot && isAt(hot, head) ? { page: hot, reached: Promise.resolve(true) } : this.fill(roomId);
  }

  private async fill(roomId: string): Promise<Reading | null> {
    const newest = await this.log.newest(roomId, LIMITS.hotHistory);
    if (!newest) return null;
    // A reader does not wait for it.
    return { page: newest, reached: this.hotHistory.fill(roomId, newest) };
  }
}

/** A list that is ahead proves nothing: it may be of a database that was since restored. */
function isAt({ head }: HotPage, { epoch, rev }: Head): boolean {
  return head.epoch === epoch && head.rev === rev;
}

function reaches(page: Head, { epoch, rev }: Head): boolean {
  return page.epoch === epoch && page.rev >= rev;
}
