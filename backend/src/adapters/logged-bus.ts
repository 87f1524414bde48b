import type { RoomChanges } from '../chat/changes/room-changes.js';
import { Bus, type BusListener, type ControlEvent, type EphemeralEvent } from '../chat/ports/bus.js';

/** What may be told of an event on the bus: never what it says. */
export interface BusLine {
  bus: 'in' | 'out';
  kind: 'changes' | 'signal' | 'notice' | 'link';
  roomId?: string;
  /** The events' names, or what a control event (`notice`) is about. An ephemeral event is a `signal`. */
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
      ephemeral: (event) => {
        this.log(ephemeralLine('in', event));
        listener.ephemeral(event);
      },
      control: (event) => {
        this.log(controlLine('in', event));
        listener.control(event);
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

  override publishEphemeral(event: EphemeralEvent): void {
    this.log(ephemeralLine('out', event));
    this.bus.publishEphemeral(event);
  }

  override publishControl(event: ControlEvent): void {
    this.log(controlLine('out', event));
    this.bus.publishControl(event);
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

function ephemeralLine(bus: 'in' | 'out', { roomId, name, json }: EphemeralEvent): BusLine {
  return { bus, kind: 'signal', roomId, about: name, bytes: json.length };
}

function controlLine(bus: 'in' | 'out', event: ControlEvent): BusLine {
  const about = event.about === 'people' ? event.event : event.about;
  const bytes = Buffer.byteLength(JSON.stringify(event));
  return 'roomId' in event
    ? { bus, kind: 'notice', roomId: event.roomId, about, bytes }
    : { bus, kind: 'notice', about, bytes };
}
