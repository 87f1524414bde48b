import type { Heard, History } from '../record/history.js';
import { type Check, digestOf, group, placeOf } from './finding.js';

type Said = Extract<Heard, { is: 'message' | 'updated' }>;

/** Where a connection stands in one room. */
interface Place {
  /** The seq of the newest message it was told; null while it cannot know. */
  last: number | null;
  head: number;
  revs: Set<number>;
}

interface Findings {
  holes: string[];
  doubles: string[];
  backwards: string[];
  checked: number;
  pages: number;
}

/** Goes through all that each connection heard, in its order. */
function listen(history: History): Findings {
  const found: Findings = { holes: [], doubles: [], backwards: [], checked: 0, pages: 0 };
  for (const [ear, all] of group(history.heard, (heard) => heard.ear)) {
    let places = new Map<string, Place>();
    for (const heard of all) {
      if (heard.is === 'hello') places = new Map();
      else if (heard.is === 'out') places.delete(heard.roomId);
      else {
        const place = places.get(heard.roomId) ?? { last: null, head: 0, revs: new Set<number>() };
        places.set(heard.roomId, place);
        follow(ear, place, heard, found);
      }
    }
  }
  return found;
}

function follow(ear: string, place: Place, heard: Exclude<Heard, { is: 'hello' | 'out' }>, found: Findings) {
  const where = `${ear} in ${heard.roomId}`;
  if (heard.is === 'page') {
    found.pages += 1;
    if (heard.rev < place.head || heard.seq < (place.last ?? 0)) {
      found.backwards.push(`${where} got a page up to #${heard.seq}, rev ${heard.rev}, having been further`);
    }
    place.last = heard.seq;
  } else if (heard.is === 'message') {
    found.checked += 1;
    const { last } = place;
    if (last !== null && heard.seq <= last) found.doubles.push(`${where} heard #${heard.seq} after #${last}`);
    else if (last !== null && heard.seq > last + 1) {
      found.holes.push(`${where} heard #${heard.seq} next to #${last}`);
    }
    place.last = Math.max(last ?? 0, heard.seq);
  } else if (heard.is === 'updated') {
    if (place.revs.has(heard.rev)) found.doubles.push(`${where} heard the change ${heard.rev} twice`);
    place.revs.add(heard.rev);
  }
  place.head = Math.max(place.head, heard.rev);
}

/** Every connection hears +1 steps, every view is without holes, and all agree which message has which seq. */
export const i4: Check = (history, { messages }) => {
  const { holes, checked } = listen(history);
  const broken = [...holes];
  const rows = new Map(messages.map((row) => [placeOf(row), row.id]));
  const heard = new Map<string, string>(rows);
  for (const said of saidIn(history)) {
    const known = heard.get(placeOf(said));
    if (known === undefined) heard.set(placeOf(said), said.id);
    else if (known !== said.id) broken.push(`${placeOf(said)} was two messages, one of them to ${said.ear}`);
  }
  for (const { userId, roomId, failures } of history.views) {
    for (const failure of failures) {
      if (failure.is === 'hole') {
        broken.push(`${userId} showed #${failure.to} next to #${failure.from} in ${roomId}`);
      } else if (failure.is === 'out of order') {
        broken.push(`${userId} showed #${failure.seq} behind #${failure.after} in ${roomId}`);
      }
    }
  }
  return { checked, broken };
};

/** Nothing is shown twice: not by a view, and not told twice on one connection. */
export const i5: Check = (history) => {
  const { doubles, checked } = listen(history);
  const broken = [...doubles];
  for (const { userId, roomId, failures, messages } of history.views) {
    for (const failure of failures) {
      if (failure.is === 'doubled') broken.push(`${userId} showed ${roomId} #${failure.seq} twice`);
    }
    for (const [id, same] of group(messages, (message) => message.id)) {
      if (same.length > 1)
        broken.push(`${userId} shows the message ${id} in ${same.length} places of ${roomId}`);
    }
  }
  return { checked, broken };
};

/** The head of a view, or of a page on a connection that has heard more, never goes back. */
export const i10: Check = (history) => {
  const { backwards, pages } = listen(history);
  const broken = [...backwards];
  for (const { userId, roomId, failures } of history.views) {
    for (const failure of failures) {
      if (failure.is !== 'head went back') continue;
      broken.push(`${userId} in ${roomId} was at ${failure.from} and then at ${failure.to}`);
    }
  }
  return { checked: pages + history.views.length, broken };
};

/** Nothing appears that is not in the table, and no text that its writer did not give it. */
export const i11: Check = (history, { messages }) => {
  const rows = new Map(messages.map((row) => [row.id, row]));
  const edits = new Set(history.amendments.map(({ clientId, text }) => `${clientId} ${text}`));
  const digests = new Map<string, string>();
  const broken: string[] = [];
  let checked = 0;
  for (const said of saidIn(history)) {
    checked += 1;
    const row = rows.get(said.id);
    const digest = digests.get(said.text) ?? digestOf(said.text);
    digests.set(said.text, digest);
    if (!row || placeOf(row) !== placeOf(said)) {
      broken.push(`${said.ear} heard ${placeOf(said)}, which is not in the table`);
    } else if (
      row.digest !== null &&
      row.digest !== digest &&
      said.text !== '' &&
      !edits.has(`${row.clientId} ${said.text}`)
    ) {
      broken.push(`${said.ear} heard another text of ${placeOf(said)}`);
    }
  }
  return { checked, broken };
};

const saidIn = ({ heard }: History): Said[] =>
  heard.filter((one): one is Said => one.is === 'message' || one.is === 'updated');
