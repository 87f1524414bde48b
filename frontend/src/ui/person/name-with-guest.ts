import { isolate } from '../../lib/text/isolate.js';

/** A name as it stands in a sentence; a guest's says that it is one. */
export function namedWithGuest({ username, guest }: { username: string; guest?: true | undefined }): string {
  return guest ? `${isolate(username)} (guest)` : isolate(username);
}
