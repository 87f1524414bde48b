import { memo, useState } from 'react';
import { Avatar } from '../../ui/Avatar.js';
import { LineTools } from './LineTools.js';
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
  stored: { seq: number; timestamp: number } | null;
  failure: string | null;
  /** My own name, which stands out in what others say. */
  myName: string;
  /** It came just now, at the live end. */
  arrives: boolean;
  /** Tab leads here; the arrow keys lead on. */
  isStop: boolean;
  flashes: boolean;
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
      aria-label={`${username}${stored ? `, ${timeOf(stored.timestamp)}` : ''}`}
      className={begins ? 'line begins' : 'line'}
      data-key={clientId}
      data-seq={stored?.seq}
      data-state={state}
      data-arrives={arrives || undefined}
      data-flashes={props.flashes || undefined}
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
            {state === 'sending' && <span className="visually-hidden">Sending</span>}
          </p>
        )}
        <MessageText text={text} name={myName} />
        {failure !== null && <NotSent clientId={clientId} reason={failure} />}
      </div>
      {touched && stored && <LineTools seq={stored.seq} text={text} />}
    </div>
  );
}, sameLine);

function sameLine(a: LineProps, b: LineProps): boolean {
  return (
    a.text === b.text &&
    a.begins === b.begins &&
    a.stored?.seq === b.stored?.seq &&
    a.stored?.timestamp === b.stored?.timestamp &&
    a.failure === b.failure &&
    a.username === b.username &&
    a.isStop === b.isStop &&
    a.flashes === b.flashes &&
    a.myName === b.myName
  );
}
