import type { Message } from '@parley/protocol';
import { memo, useEffect, useState } from 'react';
import { isolate } from '../../../lib/text/isolate.js';
import { exactly, shortTimeOf, timeOf } from '../../../time/times.js';
import { Avatar } from '../../../ui/person/Avatar.js';
import { GuestMark } from '../../../ui/person/GuestMark.js';
import { MessageText } from '../../message-text/MessageText.js';
import { mentions } from '../../message-text/mentions.js';
import { useMessageActions } from '../actions/message-actions.js';
import { Reactions } from '../reactions/Reactions.js';
import { LazyMessageToolbar } from '../toolbar/LazyMessageToolbar.js';
import { forgetRow, pointAt, pointerMoved, useToolbarShown } from '../toolbar/shown-toolbar.js';
import { DeletedText } from './DeletedText.js';
import { EditedMark } from './EditedMark.js';
import { SendFailure } from './SendFailure.js';
import { useLongPress } from './use-long-press.js';

export interface MessageRowProps {
  clientId: string;
  userId: string;
  username: string;
  /** The author has no account. */
  guest: boolean;
  text: string;
  begins: boolean;
  /** Null until the server has it: the time and the order are the server's. */
  stored: Message | null;
  failure: string | null;
  /** My own name, which stands out in what others say. */
  myName: string;
  /** It came just now, at the live end. */
  arrives: boolean;
  /** Tab leads here; the arrow keys lead on. */
  isTabStop: boolean;
  flashes: boolean;
  /** It is in the composer, to be changed. */
  isEditing: boolean;
}

/**
 * A message, whatever became of it. One component for the pending and the stored one: what was sent settles in its
 * place and is not put there anew.
 */
export const MessageRow = memo((props: MessageRowProps) => {
  const { clientId, userId, username, guest, text, begins, stored, failure, myName } = props;
  const showsToolbar = useToolbarShown(clientId);
  useEffect(() => () => forgetRow(clientId), [clientId]);
  const { openSheet } = useMessageActions();
  const longPress = useLongPress(stored ? () => openSheet(stored) : null);
  // Only what is new arrives; a row that is scrolled back into view was there all the time.
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
      className={begins ? 'message-row begins' : 'message-row'}
      data-key={clientId}
      data-seq={stored?.seq}
      data-state={state}
      data-arrives={arrives || undefined}
      data-flashes={props.flashes || undefined}
      data-editing={props.isEditing || undefined}
      data-mentions={mentions(text, myName) || undefined}
      tabIndex={props.isTabStop ? 0 : -1}
      onPointerEnter={({ pointerType }) => pointAt(clientId, pointerType !== 'touch')}
      onPointerLeave={() => pointAt(clientId, false)}
      // Rows that move below a pointer at rest bring events, too, without a movement.
      onPointerMoveCapture={({ movementX, movementY }) =>
        (movementX !== 0 || movementY !== 0) && pointerMoved()
      }
      {...longPress}
    >
      {begins ? <Avatar id={userId} name={username} /> : <span className="gutter">{time}</span>}
      <div className="body">
        {begins && (
          <p className="meta">
            <strong dir="auto">{username}</strong> {guest && <GuestMark />} {time}
            {state === 'sending' && <span className="unseen">Sending</span>}
          </p>
        )}
        {stored?.deletedAt === undefined ? (
          <MessageText text={text} name={myName}>
            {stored?.editedAt !== undefined && <EditedMark at={stored.editedAt} />}
          </MessageText>
        ) : (
          <DeletedText at={stored.deletedAt} />
        )}
        {stored && stored.deletedAt === undefined && <Reactions seq={stored.seq} />}
        {failure !== null && <SendFailure clientId={clientId} reason={failure} />}
      </div>
      {showsToolbar && stored && <LazyMessageToolbar message={stored} />}
    </div>
  );
}, isSameRow);

/** Who, when, and what became of it. */
function labelOf({ username, guest, stored, isEditing }: MessageRowProps): string {
  const when = stored && timeOf(stored.timestamp);
  const fate = isEditing ? 'being edited' : stored?.deletedAt !== undefined ? 'deleted' : null;
  return [isolate(username), guest ? 'guest' : null, when, fate].filter((part) => part !== null).join(', ');
}

function isSameRow(a: MessageRowProps, b: MessageRowProps): boolean {
  return (
    a.text === b.text &&
    a.begins === b.begins &&
    a.stored === b.stored &&
    a.failure === b.failure &&
    a.username === b.username &&
    a.isTabStop === b.isTabStop &&
    a.flashes === b.flashes &&
    a.isEditing === b.isEditing &&
    a.myName === b.myName
  );
}
