import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { type Aim, lineAt, middleOf, theDivider } from './aim.js';
import { indexOfMessage } from './entries.js';
import { HEAD_PX } from './ListHead.js';
import { type Place, placeAt, placeIn, rememberPlace } from './places.js';
import type { Timeline } from './timeline.js';

/** Closer than this to the end one follows what is said, px. */
const NEAR_END = 100;
/** So far ahead of the eye older messages are fetched, px: a fast wheel needs about half a second of them. */
const AHEAD = 2_000;
/** So long after the last line was measured no more are expected, ms. */
const SETTLED_MS = 250;
/** A line is seen when so much of it is, px. */
const SEEN_PX = 16;

export interface LogScroll {
  log: RefObject<HTMLDivElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  atEnd: boolean;
  /** The newest message when one left the end; what came since is new. Null at the end. */
  leftAt: number | null;
  toEnd(): void;
  /** Takes the eye to a message of the list. */
  centre(seq: number): void;
  /** Where one was reading when the list was begun anew, and is to be again, by its seq. */
  lost: number | null;
  /** Takes the eye back there, or to the end where it is not to be had. */
  putBack(found: boolean): void;
  /** Shows the message, where it is not in sight already. */
  reveal(seq: number): void;
  onScroll(): void;
  onResize(): void;
}

interface Eye {
  /** It stays at the end. */
  follows: boolean;
  /** Where it is being taken, until the lines around are measured or a person scrolls. */
  aim: Aim | null;
  top: number;
  /** Where it was in a list that is no more. Until it is there again nothing is seen. */
  lost: Place | null;
  /** The era it was put into its place in. */
  placedIn: number | null;
  sawDivider: boolean;
}

interface Ears {
  onNearTop(): void;
  /** The newest message one sees. */
  onSeen(seq: number): void;
}

/** Keeps the eye where it is: at the end while something is said, on its line in the middle, and back where it was. */
export function useLogScroll(
  roomId: string,
  { entries, shown, shift, era }: Timeline,
  hasOlder: boolean,
  ears: Ears,
): LogScroll {
  const log = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [goal] = useState(() => placeIn(roomId));
  const eye = useRef<Eye>({
    follows: goal === null,
    aim: null,
    top: 0,
    lost: null,
    placedIn: null,
    sawDivider: false,
  });
  const [lost, setLost] = useState<number | null>(null);
  const [leftAt, setLeftAt] = useState<number | null>(goal?.leftAt ?? null);
  const now = useRef({ entries, shown, hasOlder, ears, leftAt });
  useLayoutEffect(() => {
    now.current = { entries, shown, hasOlder, ears, leftAt };
  });

  /** Puts the eye where it belongs. Left to itself, the list would keep what it has in view. */
  const hold = useCallback(() => {
    const [element, handle] = [log.current, list.current];
    if (!element) return;
    const { follows, aim } = eye.current;
    const top = aim && handle && aim(now.current.entries, handle, element.clientHeight);
    if (follows) element.scrollTop = element.scrollHeight;
    else if (top !== null) element.scrollTop = top;
    else return;
    eye.current.top = element.scrollTop;
  }, []);

  const lose = useCallback((place: Place | null) => {
    eye.current.lost = place;
    setLost(place?.seq ?? null);
  }, []);

  const follow = useCallback(
    (follows: boolean) => {
      lose(null);
      eye.current.aim = null;
      if (eye.current.follows === follows) return;
      eye.current.follows = follows;
      setLeftAt(follows ? null : (now.current.shown.messages.at(-1)?.seq ?? 0));
    },
    [lose],
  );

  const look = useCallback(() => {
    const [element, handle] = [log.current, list.current];
    if (!element || !handle || eye.current.placedIn === null || eye.current.lost) return;
    const { entries: all, hasOlder: older, ears: hear } = now.current;
    const top = element.scrollTop;
    if (top < AHEAD && older) hear.onNearTop();
    const last = all[handle.findItemIndex(top + element.clientHeight - SEEN_PX)];
    if (last && document.visibilityState === 'visible') hear.onSeen(Math.min(last.seq, lastSeq(now.current)));
    const spot = eye.current.follows ? null : placeAt(handle, all, top);
    rememberPlace(roomId, spot && { ...spot, leftAt: now.current.leftAt });
  }, [roomId]);

  const onScroll = useCallback(() => {
    const element = log.current;
    if (!element || eye.current.lost) return;
    const { scrollTop: top, scrollHeight, clientHeight } = element;
    const isNear = scrollHeight - top - clientHeight < NEAR_END;
    const isByPerson = Math.abs(top - eye.current.top) > 1;
    // On the way to a line the end may be near only because what is between is not measured yet.
    if (eye.current.aim && !isByPerson) return look();
    // Only a person goes up; what grows below the eye does not mean that it left the end.
    if (isNear) follow(true);
    else if (eye.current.aim || top < eye.current.top - 1) follow(false);
    eye.current.top = top;
    look();
  }, [follow, look]);

  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(settling.current), []);
  const settle = useCallback(() => {
    // Before the view itself is measured nothing is, however long that takes in a hidden tab.
    if (!eye.current.aim || !list.current?.viewportSize) return;
    clearTimeout(settling.current);
    settling.current = setTimeout(() => {
      eye.current.aim = null;
      // Where all that is new is in sight, nothing scrolls, and one is at the end.
      onScroll();
    }, SETTLED_MS);
  }, [onScroll]);

  const takeTo = useCallback(
    (aim: Aim) => {
      follow(false);
      eye.current.aim = aim;
      hold();
      settle();
    },
    [follow, hold, settle],
  );

  const onResize = useCallback(() => {
    hold();
    look();
    settle();
  }, [hold, look, settle]);

  const toEnd = useCallback(() => {
    follow(true);
    hold();
  }, [follow, hold]);

  const centre = useCallback(
    (seq: number) => {
      eye.current.placedIn ??= 0;
      takeTo(middleOf(seq));
    },
    [takeTo],
  );

  const putBack = useCallback(
    (found: boolean) => {
      const place = eye.current.lost;
      if (found && place) takeTo(lineAt(place.seq, place.offset));
      else toEnd();
    },
    [takeTo, toEnd],
  );

  const reveal = useCallback(
    (seq: number) => {
      const index = indexOfMessage(now.current.entries, seq);
      const [element, handle] = [log.current, list.current];
      if (index === null || !element || !handle) return;
      const top = HEAD_PX + handle.getItemOffset(index) - element.scrollTop;
      if (top < 0 || top + handle.getItemSize(index) > element.clientHeight) centre(seq);
    },
    [centre],
  );

  const pending = shown.pending.length;
  const before = useRef(pending);
  // What I write myself is what I want to see.
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the entries moves the end
  useLayoutEffect(() => {
    if (pending > before.current) follow(true);
    before.current = pending;
    hold();
  }, [entries, pending, follow, hold]);

  useLayoutEffect(() => {
    const handle = list.current;
    if (!handle || entries.length === 0) return;
    const { placedIn, sawDivider, follows } = eye.current;
    const divider = sawDivider ? -1 : entries.findIndex(({ kind }) => kind === 'new');
    eye.current.sawDivider ||= divider >= 0;
    if (placedIn === null && goal) {
      takeTo(lineAt(goal.seq, goal.offset));
    } else if (divider >= 0 && follows) {
      takeTo(theDivider);
      // All below the divider is new.
      setLeftAt((entries[divider]?.seq ?? 1) - 1);
    } else if (placedIn !== era) {
      const place = placedIn === null || follows ? null : placeIn(roomId);
      if (place) {
        lose(place);
      } else {
        follow(true);
        hold();
      }
    }
    eye.current.placedIn = era;
  }, [roomId, entries, era, goal, follow, hold, takeTo, lose]);

  // The list learns where it is from scroll events, which come a frame late. Lines measured before that, at the very
  // top, would take back the way it had just gone to keep the eye in its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each page put above
  useLayoutEffect(() => {
    if (shift) queueMicrotask(() => log.current?.dispatchEvent(new Event('scroll')));
  }, [entries, shift]);

  useEffect(() => {
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [look]);

  // What was said while one watches the end is seen as well, though nothing is scrolled.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the entries are what is seen
  useEffect(look, [entries, look]);

  return {
    log,
    list,
    atEnd: leftAt === null,
    leftAt,
    toEnd,
    centre,
    lost,
    putBack,
    reveal,
    onScroll,
    onResize,
  };
}

function lastSeq({ shown }: { shown: Timeline['shown'] }): number {
  return shown.messages.at(-1)?.seq ?? 0;
}
