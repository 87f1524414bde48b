import { isolate } from '../../../lib/text/isolate.js';

/** So many are named, and the rest counted. */
const NAMED = 10;

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** `You, Ada and 3 others`. @param users as they are known, the latest first; @param count how many there are */
export function reactedBy(
  users: readonly { userId: string; username: string }[],
  count: number,
  me: string,
  mine: boolean,
): string {
  const others = users.filter(({ userId }) => userId !== me).slice(0, NAMED);
  const names = [...(mine ? ['You'] : []), ...others.map(({ username }) => isolate(username))];
  const left = count - names.length;
  return list.format(left > 0 ? [...names, `${left} ${left === 1 ? 'other' : 'others'}`] : names);
}
