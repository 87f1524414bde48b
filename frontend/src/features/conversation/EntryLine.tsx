import type { User } from '@parley/protocol';
import { MessageLine } from './MessageLine.js';
import { PendingLine } from './PendingLine.js';
import type { Entry } from './timeline.js';
import { dayOf } from './times.js';

interface EntryLineProps {
  entry: Entry;
  me: User;
  onRetry(clientId: string): void;
  onDelete(clientId: string): void;
}

export function EntryLine({ entry, me, onRetry, onDelete }: EntryLineProps) {
  switch (entry.kind) {
    case 'day':
      return <li className="day">{dayOf(entry.at)}</li>;
    case 'passing':
      return (
        <li className="passing quiet">
          {entry.passing.user.username} {entry.passing.kind === 'came' ? 'came in' : 'went away'}
        </li>
      );
    case 'message':
      return <MessageLine message={entry.message} begins={entry.begins} />;
    case 'pending':
      return (
        <PendingLine
          pending={entry.pending}
          me={me}
          begins={entry.begins}
          onRetry={() => onRetry(entry.pending.clientId)}
          onDelete={() => onDelete(entry.pending.clientId)}
        />
      );
  }
}
