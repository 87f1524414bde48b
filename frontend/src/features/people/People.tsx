import type { ParleyClient, RoomPeople } from '@parley/client';
import { decideInvite, type Room } from '@parley/protocol';
import { Search, UserPlus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { foldDiacritics } from '../../lib/text/fold-diacritics.js';
import { isSomethingOver } from '../../ui/dialog/over-page.js';
import { ignoringComposition } from '../../ui/ignoring-composition.js';
import { Invite } from './invite-dialog.js';
import { MemberRow } from './MemberRow.js';
import { MemberSection } from './MemberSection.js';
import { ModerationDialog } from './ModerationDialog.js';
import type { ConfirmedAction } from './ModerationItems.js';
import { type ListedMember, splitByPresence } from './split-by-presence.js';
import { useMembers } from './use-members.js';
import { isColumn } from './use-people-panel.js';

/** So many are seen at a glance. */
const SEARCHED_FROM = 30;

interface PeopleProps {
  client: ParleyClient;
  room: Room;
  people: RoomPeople;
  /** It comes in, and `isLeaving` it goes out. */
  moves: boolean;
  isLeaving: boolean;
  onClose(): void;
  goTo(roomId: string): void;
}

/** Who belongs to the room, online or not, and the way to bring others in. */
export function People({ client, room, people, moves, isLeaving, onClose, goTo }: PeopleProps) {
  const [inviting, setInviting] = useState(false);
  const [asking, setAsking] = useState<{ member: ListedMember; action: ConfirmedAction } | null>(null);
  const [query, setQuery] = useState('');
  const close = useRef<HTMLButtonElement>(null);
  const known = useMembers(client, room.id);
  const told = useStorePerFrame(client).online;
  const { online, offline } = splitByPresence(known?.members ?? [], people.here, told);
  const isMany = online.length + offline.length > SEARCHED_FROM;
  const wanted = isMany ? foldDiacritics(query).trim() : '';
  const fits = ({ username }: ListedMember) => foldDiacritics(username).includes(wanted);
  useEffect(() => {
    if (isColumn()) return;
    // What covers the conversation takes the focus, and gives it back.
    const before = document.activeElement;
    close.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const row = (member: ListedMember) => (
    <MemberRow
      key={member.userId}
      client={client}
      room={room}
      member={member}
      onAsk={(action) => setAsking({ member, action })}
      goTo={goTo}
    />
  );
  return (
    <aside
      className="people"
      aria-label="Members"
      data-moves={moves || undefined}
      data-leaving={isLeaving || undefined}
      onKeyDown={ignoringComposition((event) => {
        if (event.key !== 'Escape' || isColumn() || isSomethingOver()) return;
        event.preventDefault();
        onClose();
      })}
    >
      <header>
        <h2>Members</h2>
        {decideInvite(room).allowed && (
          <button
            type="button"
            className="icon-button"
            aria-label="Add people"
            title="Add people"
            onClick={() => setInviting(true)}
          >
            <UserPlus />
          </button>
        )}
        <button ref={close} type="button" className="icon-button" aria-label="Hide members" onClick={onClose}>
          <X />
        </button>
      </header>
      {isMany && (
        <div className="field">
          <div className="box">
            <input
              type="search"
              aria-label="Find a member"
              placeholder="Part of a name"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              maxLength={64}
            />
            <Search className="in-field" />
          </div>
        </div>
      )}
      {online.length > 0 && (
        <MemberSection title="Online" count={online.length} people={online.filter(fits)}>
          {row}
        </MemberSection>
      )}
      {offline.length > 0 && (
        <MemberSection title="Offline" count={offline.length} people={offline.filter(fits)}>
          {row}
        </MemberSection>
      )}
      {isMany && ![...online, ...offline].some(fits) && <p className="quiet">No member has that name.</p>}
      {inviting && <Invite client={client} room={room} onClose={() => setInviting(false)} />}
      {asking && <ModerationDialog client={client} room={room} {...asking} onClose={() => setAsking(null)} />}
    </aside>
  );
}
