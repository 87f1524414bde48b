import type { Message } from '@parley/protocol';
import { memo, useState } from 'react';
import { isolate } from '../../isolate.js';
import { Avatar } from '../../ui/Avatar.js';
import { Deleted } from './Deleted.js';
import { Edited } from './Edited.js';
import { LateTools } from './LateTools.js';
import { NotSent } from './NotSent.js';
import { MessageText } from './text/MessageText.js';
import { mentions } from './text/mentions.js';
import { exactly, shortTimeOf, timeOf } from './times.js';

export interface LineProps {
  clientId: string;
  userId: string;
  username: string;
  text: string;
  begins: boolean;
  /** Null until the server has it: the time and the place are the server's. */
  stored: Message | null;
  failure: string | null;
  /** My own name, which stands out in what others say. */
  myName: string;
  /** It came just now, at the live end. */
  arrives: boolean;
  /** Tab leads here; the arrow keys lead on. */
  isStop: boolean;
  flashes: boolean;
  /** It is in the composer, to be changed. */
  isEditing: boolean;
}

/**
 * A message, whatever became of it. One component for the pending and the stored one: what was sent settles in its
 * place and is not put there anew.
 */
export const Line = memo((props: LineProps) => {
  const { clientId, userId, username, text, begins, stored, failure, myName } = props;
  const [touched, setTouched] = useState(false);
  // Only what is new arrives; a line that is scrolled back into view was there all the time.
  const [arrives] = useState(props.arrives);
  const state = stored ? 'stored' : failure === null ? 'sending' : 'failed';
  const time = stored && (
    <time dateTime={new Date(stored.timestamp).toISOString()} title={exactly(stored.timestamp)}>
      {begins ? timeOf(stored.timestamp) : shortTimeOf(stored.timestamp)}
    </time>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: an article in a list item, reached by the arrow keys
    <div
      role="article"
      aria-label={labelOf(props)}
      className={begins ? 'line begins' : 'line'}
      data-key={clientId}
      data-seq={stored?.seq}
      data-state={state}
      data-arrives={arrives || undefined}
      data-flashes={props.flashes || undefined}
      data-editing={props.isEditing || undefined}
      data-mentions={mentions(text, myName) || undefined}
      tabIndex={props.isStop ? 0 : -1}
      onPointerEnter={() => setTouched(true)}
      onPointerLeave={() => setTouched(false)}
      onFocus={() => setTouched(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setTouched(false);
      }}
    >
      {begins ? <Avatar id={userId} name={username} /> : <span className="gutter">{time}</span>}
      <div className="body">
        {begins && (
          <p className="meta">
            <strong dir="auto">{username}</strong> {time}
            {state === 'sending' && <span className="unseen">Sending</span>}
          </p>
        )}
        {stored?.deletedAt === undefined ? (
          <MessageText text={text} name={myName}>
            {stored?.editedAt !== undefined && <Edited at={stored.editedAt} />}
          </MessageText>
        ) : (
          <Deleted at={stored.deletedAt} />
        )}
        {failure !== null && <NotSent clientId={clientId} reason={failure} />}
      </div>
      {touched && stored && <LateTools message={stored} />}
    </div>
  );
}, sameLine);

/** Who, when, and what became of it. */
function labelOf({ username, stored, isEditing }: LineProps): string {
  const when = stored && timeOf(stored.timestamp);
  const fate = isEditing ? 'being edited' : stored?.deletedAt !== undefined ? 'deleted' : null;
  return [isolate(username), when, fate].filter((part) => part !== null).join(', ');
}

function sameLine(a: LineProps, b: LineProps): boolean {
  return (
    a.text === b.text &&
    a.begins === b.begins &&
    a.stored === b.stored &&
    a.failure === b.failure &&
    a.username === b.username &&
    a.isStop === b.isStop &&
    a.flashes === b.flashes &&
    a.isEditing === b.isEditing &&
    a.myName === b.myName
  );
}
