import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { indexOfMessage } from '../timeline/entries.js';
import type { Timeline } from '../timeline/timeline.js';
import { positionAt, type ScrollPosition, savedPosition, savePosition } from './scroll-positions.js';
import {
  ABOVE_DIVIDER,
  centreOf,
  HEAD_PX,
  offsetInMessage,
  type ScrollTarget,
  unreadDivider,
} from './scroll-target.js';

/** Closer than this to the end one follows what is said, px. */
const NEAR_END = 100;
/** So far ahead of the view older messages are fetched, px: a fast wheel needs about half a second of them. */
const AHEAD = 2_000;
/** So long after the last row was measured no more are expected, ms. */
const SETTLED_MS = 250;
/** So long after a key in a field no movement of the list is the user's, ms. */
const TYPED_MS = 200;
/** A row is seen when so much of it is, px. */
const SEEN_PX = 16;

export interface LogScroll {
  log: RefObject<HTMLDivElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  atEnd: boolean;
  /** The newest message when one left the end; what came since is new. Null at the end. */
  leftAt: number | null;
  toEnd(): void;
  /** Scrolls to a message of the list. */
  centre(seq: number): void;
  /** Where one was reading when the list was begun anew, and is to be again, by its seq. */
  lost: number | null;
  /** Scrolls back there, or to the end where it is not to be had. */
  putBack(found: boolean): void;
  /** Shows the message, where it is not in sight already. False: it is not in the list. */
  reveal(seq: number): boolean;
  onScroll(): void;
  onResize(): void;
}

interface ViewState {
  /** It stays at the end. */
  follows: boolean;
  /** Where it is being taken, until the rows around are measured or the user scrolls. */
  target: ScrollTarget | null;
  top: number;
  /** How high the view was then, px. */
  height: number;
  /** Where it was in a list that is no more. Until it is there again nothing is seen. */
  lost: ScrollPosition | null;
  /** The era in which it was put into its position. */
  placedIn: number | null;
  sawDivider: boolean;
}

interface ScrollHandlers {
  onNearTop(): void;
  onNearEnd(): void;
  /** Shows the newest messages, where those of the past are shown. */
  toLatest(): void;
  /** The newest message one sees. */
  onSeen(seq: number): void;
}

interface Around {
  hasOlder: boolean;
  /** Parts of the past are shown: below them is more, and no end. */
  hasNewer: boolean;
  /** The newest message there is, shown or not. */
  newest: number;
  /** The message one is on the way to. Until one is there, nothing is seen. */
  goal: number | null;
  /** How many messages of mine are on their way. */
  unsent: number;
}

/** Keeps the view where it is: at the end while something is said, on its row in the middle, and back where it was. */
export function useLogScroll(
  roomId: string,
  { entries, shown, shift, era }: Timeline,
  around: Around,
  handlers: ScrollHandlers,
): LogScroll {
  const log = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [left] = useState(() => savedPosition(roomId));
  const view = useRef<ViewState>({
    follows: left === null,
    target: null,
    top: 0,
    height: 0,
    lost: null,
    placedIn: null,
    sawDivider: false,
  });
  const [lost, setLost] = useState<number | null>(null);
  const [leftAt, setLeftAt] = useState<number | null>(left?.leftAt ?? null);
  const now = useRef({ entries, shown, around, handlers, leftAt });
  useLayoutEffect(() => {
    now.current = { entries, shown, around, handlers, leftAt };
  });

  /** Puts the view where it belongs. Left to itself, the list would keep what it has in view. */
  const hold = useCallback(() => {
    const [element, handle] = [log.current, list.current];
    if (!element) return;
    const { follows, target } = view.current;
    const top = target && handle && target(now.current.entries, handle, element.clientHeight);
    if (follows) element.scrollTop = element.scrollHeight;
    else if (top !== null) element.scrollTop = top;
    else return;
    view.current.top = element.scrollTop;
    view.current.height = element.clientHeight;
  }, []);

  const lose = useCallback((position: ScrollPosition | null) => {
    view.current.lost = position;
    setLost(position?.seq ?? null);
  }, []);

  const follow = useCallback(
    (follows: boolean) => {
      lose(null);
      view.current.target = null;
      if (view.current.follows === follows) return;
      view.current.follows = follows;
      setLeftAt(follows ? null : now.current.around.newest);
    },
    [lose],
  );

  const look = useCallback(() => {
    const [element, handle] = [log.current, list.current];
    if (!element || !handle || view.current.placedIn === null || view.current.lost) return;
    const { entries: all, around: here, handlers: on } = now.current;
    if (here.goal !== null) return;
    const top = element.scrollTop;
    if (top < AHEAD && here.hasOlder) on.onNearTop();
    if (element.scrollHeight - top - element.clientHeight < AHEAD && here.hasNewer) on.onNearEnd();
    const last = all[handle.findItemIndex(top + element.clientHeight - SEEN_PX)];
    if (last && document.visibilityState === 'visible') on.onSeen(Math.min(last.seq, lastSeq(now.current)));
    const spot = view.current.follows ? null : positionAt(handle, all, top);
    savePosition(roomId, spot && { ...spot, leftAt: now.current.leftAt });
  }, [roomId]);

  const typedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const note = () => {
      typedAt.current = performance.now();
    };
    document.addEventListener('input', note);
    return () => document.removeEventListener('input', note);
  }, []);

  const onScroll = useCallback(() => {
    const element = log.current;
    if (!element || view.current.lost) return;
    const { scrollTop: top, scrollHeight, clientHeight } = element;
    // A view of another height (a banner, a keyboard on the screen) is not scrolled by the user, nor is one beside a field
    // that is typed in: for a moment it may have been smaller, and the view higher.
    const isTyped = performance.now() - typedAt.current < TYPED_MS;
    if (view.current.follows && (isTyped || clientHeight !== view.current.height)) return hold();
    const isNear = scrollHeight - top - clientHeight < NEAR_END;
    const isByPerson = Math.abs(top - view.current.top) > 1;
    // On the way to a row the end may be near only because what is between is not measured yet.
    if (view.current.target && !isByPerson) return look();
    // Only the user goes up; what grows below the view does not mean that it left the end.
    if (isNear && !now.current.around.hasNewer) follow(true);
    else if (view.current.target || top < view.current.top - 1) follow(false);
    view.current.top = top;
    look();
  }, [follow, hold, look]);

  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(settling.current), []);
  const settle = useCallback(() => {
    // Before the view itself is measured nothing is, however long that takes in a hidden tab.
    if (!view.current.target || !list.current?.viewportSize) return;
    clearTimeout(settling.current);
    settling.current = setTimeout(() => {
      view.current.target = null;
      // Where all that is new is in sight, nothing scrolls, and one is at the end.
      onScroll();
    }, SETTLED_MS);
  }, [onScroll]);

  const takeTo = useCallback(
    (target: ScrollTarget) => {
      follow(false);
      view.current.target = target;
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
    now.current.handlers.toLatest();
    follow(true);
    hold();
  }, [follow, hold]);

  const centre = useCallback(
    (seq: number) => {
      view.current.placedIn ??= 0;
      takeTo(centreOf(seq));
    },
    [takeTo],
  );

  const putBack = useCallback(
    (found: boolean) => {
      const position = view.current.lost;
      if (found && position) takeTo(offsetInMessage(position.seq, position.offset));
      else toEnd();
    },
    [takeTo, toEnd],
  );

  const reveal = useCallback(
    (seq: number) => {
      const index = indexOfMessage(now.current.entries, seq);
      const [element, handle] = [log.current, list.current];
      if (index === null || !element || !handle) return false;
      const top = HEAD_PX + handle.getItemOffset(index) - element.scrollTop;
      if (top < 0 || top + handle.getItemSize(index) > element.clientHeight) centre(seq);
      return true;
    },
    [centre],
  );

  const { unsent, goal } = around;
  const before = useRef(unsent);
  // What I write myself is what I want to see.
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the entries moves the end
  useLayoutEffect(() => {
    if (unsent > before.current) toEnd();
    before.current = unsent;
    hold();
  }, [entries, unsent, toEnd, hold]);

  useLayoutEffect(() => {
    const handle = list.current;
    if (!handle || entries.length === 0) return;
    const { placedIn, sawDivider, follows } = view.current;
    const divider = sawDivider ? -1 : entries.findIndex(({ kind }) => kind === 'new');
    view.current.sawDivider ||= divider >= 0;
    const isAtGoal = goal !== null && indexOfMessage(entries, goal) !== null;
    const unread = placedIn === null ? farUnread(shown) : null;
    if (isAtGoal && placedIn !== era) {
      takeTo(centreOf(goal));
    } else if (placedIn === null && left) {
      if (isWithin(shown, left.seq)) takeTo(offsetInMessage(left.seq, left.offset));
      else lose(left);
    } else if (unread !== null && around.hasOlder) {
      // One begins where one stopped reading, also where that is farther back than what is here.
      hold();
      view.current.follows = false;
      lose({ seq: unread, offset: -ABOVE_DIVIDER, leftAt: unread - 1 });
      setLeftAt(unread - 1);
    } else if (divider >= 0 && follows) {
      takeTo(unreadDivider);
      // All below the divider is new.
      setLeftAt((entries[divider]?.seq ?? 1) - 1);
    } else if (placedIn !== era && !view.current.lost) {
      const position = placedIn === null || follows ? null : savedPosition(roomId);
      if (position) {
        lose(position);
      } else {
        follow(true);
        hold();
      }
    }
    view.current.placedIn = era;
  }, [roomId, entries, shown, era, left, goal, around.hasOlder, follow, hold, takeTo, lose]);

  // The list learns where it is from scroll events, which come a frame late. Rows measured before that, at the very
  // top, would take back the way it had just gone to keep the view in its position.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each page put above
  useLayoutEffect(() => {
    if (shift) queueMicrotask(() => log.current?.dispatchEvent(new Event('scroll')));
  }, [entries, shift]);

  // The list tells of a view that grows or shrinks only where that shows other rows.
  useEffect(() => {
    const observer = new ResizeObserver(onResize);
    if (log.current) observer.observe(log.current);
    return () => observer.disconnect();
  }, [onResize]);

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

/** The first unread message, where the list does not reach back to it. */
function farUnread({ messages, firstUnread }: Timeline['shown']): number | null {
  return firstUnread !== null && firstUnread < (messages[0]?.seq ?? 0) ? firstUnread : null;
}

function isWithin({ messages }: Timeline['shown'], seq: number): boolean {
  return (messages[0]?.seq ?? 0) <= seq && seq <= (messages.at(-1)?.seq ?? 0);
}
