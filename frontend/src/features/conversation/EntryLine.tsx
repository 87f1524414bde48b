import type { User } from '@parley/protocol';
import type { Entry } from './entries.js';
import { Line } from './Line.js';
import { passingText } from './passing-text.js';
import { dayOf } from './times.js';

interface EntryLineProps {
  entry: Entry;
  me: User;
  arrives: boolean;
  isStop: boolean;
  flashes: boolean;
  isEditing: boolean;
}

export function EntryLine({ entry, me, ...here }: EntryLineProps) {
  switch (entry.kind) {
    case 'day':
      return (
        <div className="day">
          <span>{dayOf(entry.at)}</span>
        </div>
      );
    case 'new':
      return (
        <div className="new">
          <span>New messages</span>
        </div>
      );
    case 'passings':
      return <p className="passing quiet">{passingText(entry.passings)}</p>;
    case 'message': {
      const { clientId, userId, username, message: text } = entry.message;
      const said = { clientId, userId, username, text, begins: entry.begins };
      return <Line {...said} {...here} stored={entry.message} failure={null} myName={me.username} />;
    }
    case 'pending': {
      const { clientId, message: text, status } = entry.pending;
      const said = { clientId, userId: me.id, username: me.username, text, begins: entry.begins };
      const failure = status.state === 'failed' ? status.reason : null;
      return <Line {...said} {...here} stored={null} failure={failure} myName={me.username} />;
    }
  }
}
