import { type EventArgs, type EventName, events } from '@parley/protocol';

/** An event as the protocol describes it, or why it is none. */
export type ReadEvent =
  | { [N in EventName]: { name: N; args: EventArgs<N> } }[EventName]
  | { name: null; fault: string };

/** Checks what came from the network. A server newer than this client may tell of things it does not know. */
export function readEvent(name: string, args: readonly unknown[]): ReadEvent {
  if (!isEventName(name)) return { name: null, fault: `unknown event ${JSON.stringify(name.slice(0, 64))}` };
  const known = events[name].safeParse(args);
  if (!known.success) {
    const [issue] = known.error.issues;
    return { name: null, fault: `malformed ${name}: ${issue?.path.join('.')} ${issue?.message}` };
  }
  // The table pairs each name with its arguments; the compiler loses the pairing at the look-up.
  return { name, args: known.data } as ReadEvent;
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
