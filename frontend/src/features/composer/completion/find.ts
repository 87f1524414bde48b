import type { ParleyClient, Room } from '@parley/client';
import { loadEmojis } from '../../emoji/load-emojis.js';
import { findEmoji } from './emoji.js';
import { findPeople } from './people.js';
import { findRooms } from './rooms.js';
import type { Suggestion } from './suggestion.js';
import type { Trigger } from './trigger.js';

/** What may be meant, the likeliest first. */
export async function find(
  client: ParleyClient,
  room: Room,
  { kind, query }: Trigger,
): Promise<Suggestion[]> {
  if (kind === 'person') return findPeople(client, room, query);
  if (kind === 'room') return findRooms(client, query);
  return findEmoji((await loadEmojis()).all, query);
}
