import type { EventName } from '@parley/protocol';
import type { EncodedEvent } from '../../src/chat/changes/room-changes.js';

/** An event with whatever payload: for what looks at none of it, or only at a part. */
export function anEvent<N extends EventName>(name: N, payload: unknown): EncodedEvent<N> {
  return { name, json: Buffer.from(JSON.stringify(payload)) };
}
