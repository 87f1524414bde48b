import type { User } from '@parley/protocol';
import { wordsFor } from '../../../lib/requests/explain.js';
import type { Entry } from '../timeline/entries.js';
import { DayDivider } from './DayDivider.js';
import { joinLeaveText } from './join-leave-text.js';
import { MessageRow } from './MessageRow.js';

interface EntryRowProps {
  entry: Entry;
  me: User;
  arrives: boolean;
  isTabStop: boolean;
  flashes: boolean;
  isEditing: boolean;
}

export function EntryRow({ entry, me, ...here }: EntryRowProps) {
  switch (entry.kind) {
    case 'day':
      return <DayDivider at={entry.at} />;
    case 'new':
      return (
        <div className="unread-divider">
          <span>New messages</span>
        </div>
      );
    case 'joinLeaves':
      return <p className="join-leave quiet">{joinLeaveText(entry.joinLeaves)}</p>;
    case 'message': {
      const { clientId, userId, username, message: text } = entry.message;
      const guest = entry.message.guest === true;
      const said = { clientId, userId, username, guest, text, begins: entry.begins };
      return <MessageRow {...said} {...here} stored={entry.message} failure={null} myName={me.username} />;
    }
    case 'pending': {
      const { clientId, message: text, status } = entry.pending;
      const guest = me.kind === 'guest';
      const said = { clientId, userId: me.id, username: me.username, guest, text, begins: entry.begins };
      const failure = status.state === 'failed' ? wordsFor(status.code, status.reason) : null;
      return <MessageRow {...said} {...here} stored={null} failure={failure} myName={me.username} />;
    }
  }
}
