import { ParleyClient, ParleyError, type Session } from '@parley/client';
import { type PersonStorage, storageOf } from './storage/person-storage.js';

/** The client of whoever is signed in, with what this browser keeps of them. */
export function makeClient(session: Session): { client: ParleyClient; storage: PersonStorage } {
  const { state } = session;
  if (state.state !== 'signed_in') throw new ParleyError('signed_out', 'Sign in first.', false);
  const storage = storageOf(state.user.id);
  const client = new ParleyClient({ session, outbox: { storage: storage.outbox }, storage: storage.rooms });
  return { client, storage };
}
