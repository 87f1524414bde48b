import { Bus, type BusListener, type Notice, type RoomSignal } from '../chat/ports/bus.js';
import type { RoomChanges } from '../chat/room-changes.js';

/** What may be told of an event on the bus: never what it says. */
export interface BusLine {
  bus: 'in' | 'out';
  kind: 'changes' | 'signal' | 'notice' | 'link';
  roomId?: string;
  /** The events' names, or what a notice is about. */
  about: string;
  /** The room's changes in it, the first and the last. */
  revs?: [from: number, to: number];
  /** Of the bodies. */
  bytes?: number;
}

/** Any bus, with a line for everything that goes out and comes in. */
export class LoggedBus extends Bus {
  constructor(
    private readonly bus: Bus,
    private readonly log: (line: BusLine) => void,
  ) {
    super();
  }

  override listen(listener: BusListener): void {
    this.bus.listen({
      changes: (changes) => {
        this.log(changesLine('in', changes));
        listener.changes(changes);
      },
      elsewhere: (roomId, lastSeq) => {
        this.log({ bus: 'in', kind: 'changes', roomId, about: 'elsewhere' });
        listener.elsewhere(roomId, lastSeq);
      },
      signal: (signal) => {
        this.log(signalLine('in', signal));
        listener.signal(signal);
      },
      notice: (notice) => {
        this.log(noticeLine('in', notice));
        listener.notice(notice);
      },
      link: (up) => {
        this.log({ bus: 'in', kind: 'link', about: up ? 'up' : 'down' });
        listener.link(up);
      },
    });
  }

  override publishChanges(flush: readonly RoomChanges[]): void {
    for (const changes of flush) this.log(changesLine('out', changes));
    this.bus.publishChanges(flush);
  }

  override publishSignal(signal: RoomSignal): void {
    this.log(signalLine('out', signal));
    this.bus.publishSignal(signal);
  }

  override publishNotice(notice: Notice): void {
    this.log(noticeLine('out', notice));
    this.bus.publishNotice(notice);
  }

  override follow(roomId: string): Promise<void> {
    return this.bus.follow(roomId);
  }

  override unfollow(roomId: string): void {
    this.bus.unfollow(roomId);
  }

  override get up(): boolean {
    return this.bus.up;
  }
}

function changesLine(bus: 'in' | 'out', { roomId, from, to, events }: RoomChanges): BusLine {
  const about = [...new Set(events.map(({ name }) => name))].join(',');
  const bytes = events.reduce((sum, { json }) => sum + json.length, 0);
  return { bus, kind: 'changes', roomId, about, revs: [from, to], bytes };
}

function signalLine(bus: 'in' | 'out', { roomId, name, json }: RoomSignal): BusLine {
  return { bus, kind: 'signal', roomId, about: name, bytes: json.length };
}

function noticeLine(bus: 'in' | 'out', notice: Notice): BusLine {
  const about = notice.about === 'people' ? notice.event : notice.about;
  const bytes = Buffer.byteLength(JSON.stringify(notice));
  return 'roomId' in notice
    ? { bus, kind: 'notice', roomId: notice.roomId, about, bytes }
    : { bus, kind: 'notice', about, bytes };
}
