import type { Connection } from '../connection.js';
import type { Hub } from '../hub/hub.js';
import type { Deliveries } from '../outbox/deliveries.js';
import type { Rest } from '../session/rest.js';

/** What all rooms of one client share. */
export interface RoomServices {
  readonly hub: Hub;
  readonly connection: Connection;
  readonly rest: Rest;
  readonly deliveries: Deliveries;
  /** A room is open no more. */
  onClosed(roomId: string): void;
  onFault(error: unknown): void;
}
