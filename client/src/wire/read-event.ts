import { type EventArgs, type EventName, events, UnknownChangeRow } from '@parley/protocol';

export type KnownEvent = { [N in EventName]: { name: N; args: EventArgs<N> } }[EventName];

/** An event as the protocol describes it, or a change of a kind that only a newer server knows. */
export type ServerEvent = KnownEvent | { name: 'unknown_change'; args: [UnknownChangeRow] };

/** The same, or why it is neither. */
export type ReadEvent = ServerEvent | { name: null; fault: string };

/** Checks what came from the network. A server newer than this client may tell of things it does not know. */
export function readEvent(name: string, args: readonly unknown[]): ReadEvent {
  if (!isEventName(name)) return readUnknown(name, args);
  const known = events[name].safeParse(args);
  if (!known.success) {
    const [issue] = known.error.issues;
    return { name: null, fault: `malformed ${name}: ${issue?.path.join('.')} ${issue?.message}` };
  }
  // The table pairs each name with its arguments; the compiler loses the pairing at the look-up.
  return { name, args: known.data } as KnownEvent;
}

/** An event that has one argument with a room and a rev is a change of that room (rule C4): without it the room would have a gap. */
function readUnknown(name: string, args: readonly unknown[]): ReadEvent {
  const row = args.length === 1 ? UnknownChangeRow.safeParse(args[0]) : null;
  if (row?.success) return { name: 'unknown_change', args: [row.data] };
  return { name: null, fault: `unknown event ${JSON.stringify(name.slice(0, 64))}` };
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
