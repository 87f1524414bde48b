import { randomUUID } from 'node:crypto';
import { ChosenRoomId } from '@parley/protocol';

/** A public room's id made of its name: `Café Société` becomes `cafe-societe`. A name without any letter of a-z gets a random one. */
export function chosenIdFor(name: string): string {
  const id = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, 64);
  return ChosenRoomId.safeParse(id).success ? id : `room-${randomUUID().slice(0, 8)}`;
}
