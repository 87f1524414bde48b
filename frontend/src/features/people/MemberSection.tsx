import type { ReactNode } from 'react';
import type { ListedMember } from './split-by-presence.js';

/** More is a list to search, not to read. */
const NAMED_AT_MOST = 100;

interface MemberSectionProps {
  title: string;
  count: number;
  people: readonly ListedMember[];
  children(member: ListedMember): ReactNode;
}

/** Some of the people of a room, under a heading. */
export function MemberSection({ title, count, people, children }: MemberSectionProps) {
  const more = people.length - NAMED_AT_MOST;
  return (
    <>
      <h3>
        {title} <span className="numeral">{count.toLocaleString()}</span>
      </h3>
      <ul>{people.slice(0, NAMED_AT_MOST).map(children)}</ul>
      {more > 0 && <p className="quiet">And {more.toLocaleString()} more. Find them by their names.</p>}
    </>
  );
}
