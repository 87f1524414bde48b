import type { EventName, Room, RoomUser } from '@parley/protocol';
import type { RoomChanges } from '../changes/room-changes.js';

/** An event of a room that is stored nowhere and has no rev: typing, a join, a departure. */
export interface EphemeralEvent {
  roomId: string;
  name: EventName;
  json: Buffer;
  /** The person it is about, who is not told. */
  exceptUserId: string | null;
}

export interface PresenceChange extends RoomUser {
  online: boolean;
  rooms: { all: string[]; direct: string[] };
}

/** What belongs to no room. Small and rare, so it travels as JSON. */
export type ControlEvent =
  /** An event for the own channels of these people, with its one argument. */
  | { about: 'people'; userIds: string[]; event: EventName; payload: unknown }
  /** These people's memberships of a room began or ended: instances keep an index of their connected users'. */
  | { about: 'membership'; roomId: string; userIds: string[]; member: boolean }
  /** There is a new public room, as one sees it who is no member. Its maker hears of it otherwise. */
  | { about: 'room_created'; room: Room; makerId: string }
  | { about: 'session_ended'; sessionId: string }
  /** Came online or went, with the rooms each is a member of; the direct ones among them again by themselves. */
  | { about: 'presence'; changes: PresenceChange[] }
  /** Only under BUS_ROUTING=rooms, where instances do not hear rooms that are not followed there. */
  | { about: 'activity'; roomId: string; lastSeq: number };

export interface BusListener {
  /** Of a room that is followed here. */
  changes(changes: RoomChanges): void;
  /** There are changes in a room that is not. Perhaps told: under a channel for each room such rooms are not heard. */
  elsewhere(roomId: string, lastSeq: number): void;
  /** In a room that is followed here. */
  ephemeral(event: EphemeralEvent): void;
  control(event: ControlEvent): void;
  /** The link was lost and is back, or went: whatever was published between is lost. */
  link(up: boolean): void;
}

/**
 * Carries what happened on one instance to every instance, its own included. To itself by a shorter road, in the same
 * order and as soon as the publisher has moved on: what it says it hears, whether or not the others can.
 *
 * At most once: anything may be lost, and publications of different instances may arrive in any order. Those of one
 * instance to one room arrive in order. Receivers repair by the numbers (rev), never by trust in the bus.
 * What is not an envelope made with this deployment's secret is dropped and logged.
 */
export abstract class Bus {
  /** Before anything is published. One listener an instance. */
  abstract listen(listener: BusListener): void;

  /** These never throw and never wait for delivery: a bus that is down is healed by the sweep. */
  /** What was stored together, of different rooms. */
  abstract publishChanges(flush: readonly RoomChanges[]): void;
  abstract publishEphemeral(event: EphemeralEvent): void;
  abstract publishControl(event: ControlEvent): void;

  /**
   * Room traffic is heard from when the promise resolves; before it, whatever comes may be missing. Under the shared
   * routing this resolves at once. Never rejects: with the link down it resolves, and `link(true)` follows later.
   */
  abstract follow(roomId: string): Promise<void>;
  abstract unfollow(roomId: string): void;

  abstract get up(): boolean;
}
