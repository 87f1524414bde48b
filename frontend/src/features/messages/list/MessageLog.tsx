import { type Room, shownOf } from '@parley/client';
import { LIMITS, type User } from '@parley/protocol';
import { type ReactNode, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { Virtualizer } from 'virtua';
import { useStorePerFrame } from '../../../lib/store/use-store-per-frame.js';
import { ignoringComposition } from '../../../ui/ignoring-composition.js';
import { useMessageActions } from '../actions/message-actions.js';
import { onMessageKey } from '../actions/message-keys.js';
import { useGoal } from '../jump/use-goal.js';
import { useJump } from '../jump/use-jump.js';
import { type Outcome, useLoadAround } from '../jump/use-load-around.js';
import { EntryRow } from '../row/EntryRow.js';
import { HEAD_PX } from '../scroll/scroll-target.js';
import { useLogScroll } from '../scroll/use-log-scroll.js';
import type { Entry } from '../timeline/entries.js';
import type { LiveTimeline } from '../timeline/live-timeline.js';
import { JumpToLatest } from './JumpToLatest.js';
import { ListHead } from './ListHead.js';
import { LoadPageButton } from './LoadPageButton.js';
import { useArrivals } from './use-arrivals.js';
import { useLoadPage } from './use-load-page.js';
import { useRovingTabIndex } from './use-roving-tab-index.js';
import { useTrimHistory } from './use-trim-history.js';

interface MessageLogProps {
  room: Room;
  timeline: LiveTimeline;
  me: User;
  readSeq: number;
  /** The message in the composer, to be changed. */
  editing: number | null;
  /** Stands in place of the beginning while nothing is said. */
  children: ReactNode;
}

/** The list itself: only the rows in sight and some around them are in the page, however many there are. */
export function MessageLog({ room, timeline: live, me, readSeq, editing, children }: MessageLogProps) {
  const timeline = useSyncExternalStore(live.subscribe, () => live.state);
  const { history, loadingOlder, loadingNewer } = useStorePerFrame(room);
  const { syncState, pending } = history;
  const { hasOlder, hasNewer } = shownOf(history);
  const older = useLoadPage(useCallback(() => room.loadOlder(LIMITS.historyPageMax), [room]));
  const newer = useLoadPage(useCallback(() => room.loadNewer(LIMITS.historyPageMax), [room]));
  const { goal, seek, arrived } = useGoal();
  const read = useRef(readSeq);
  const newest = history.messages.at(-1)?.seq ?? 0;
  const around = { hasOlder, hasNewer, newest, goal, unsent: pending.length };
  /** False: a page has come that is not drawn yet, and the list looks shorter than it is. */
  const isDrawn = (index: 0 | -1) =>
    shownOf(room.state.history).messages.at(index)?.seq === timeline.shown.messages.at(index)?.seq;
  const scroll = useLogScroll(room.id, timeline, around, {
    onNearTop: () => {
      if (!older.failed && isDrawn(0)) void older.load();
    },
    onNearEnd: () => {
      if (!newer.failed && isDrawn(-1)) void newer.load();
    },
    toLatest: () => room.showLatest(),
    onSeen: (seq) => {
      if (seq <= read.current) return;
      read.current = seq;
      room.markRead(seq);
    },
  });
  const flashing = useJump(goal, room, timeline, scroll.centre, arrived);
  const { putBack } = scroll;
  const back = useCallback((outcome: Outcome) => putBack(outcome === 'found'), [putBack]);
  useLoadAround(scroll.lost, room, timeline, back);
  const tabIndex = useRovingTabIndex(timeline.entries, scroll.log, scroll.list);
  const isAtLiveEnd = scroll.atEnd && syncState === 'live' && !hasNewer && goal === null;
  const arriving = useArrivals(timeline, isAtLiveEnd);
  useTrimHistory(room, timeline, scroll.log, scroll.list, isAtLiveEnd);
  const actions = useMessageActions();
  const { reveal } = scroll;
  useEffect(() => {
    if (editing !== null && !reveal(editing)) seek(editing);
  }, [editing, reveal, seek]);

  // A reconnected page asks again by itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: not at every failure, which would ask for ever
  useEffect(() => {
    if (syncState !== 'live') return;
    for (const { failed, load } of [older, newer]) if (failed) void load();
  }, [syncState]);

  const draw = useCallback(
    (entry: Entry, index: number) => (
      <EntryRow
        key={entry.key}
        entry={entry}
        me={me}
        arrives={index >= arriving}
        isTabStop={entry.key === tabIndex.tabStop}
        flashes={entry.kind === 'message' && entry.seq === flashing}
        isEditing={entry.kind === 'message' && entry.seq === editing}
      />
    ),
    [me, arriving, tabIndex.tabStop, flashing, editing],
  );
  return (
    <>
      <div
        className="list"
        ref={scroll.log}
        role="log"
        // The announcer speaks: what is only scrolled into view is no news.
        aria-live="off"
        aria-label="Messages"
        onScroll={scroll.onScroll}
        onKeyDown={ignoringComposition((event) => {
          tabIndex.onKeyDown(event);
          onMessageKey(event, timeline.entries, actions);
        })}
        onFocus={tabIndex.onFocus}
      >
        {!children && <div className="filler" />}
        {children || (
          <ListHead hasOlder={hasOlder} loading={loadingOlder} failed={older.failed} onOlder={older.load} />
        )}
        <Virtualizer
          key={timeline.era}
          ref={scroll.list}
          as="ol"
          item="li"
          data={timeline.entries}
          shift={timeline.shift}
          startMargin={HEAD_PX}
          keepMounted={tabIndex.kept === null ? [] : [tabIndex.kept]}
          onResize={scroll.onResize}
        >
          {draw}
        </Virtualizer>
        {hasNewer && (
          <div className="list-head">
            <LoadPageButton which="newer" loading={loadingNewer} failed={newer.failed} onLoad={newer.load} />
          </div>
        )}
      </div>
      {scroll.leftAt !== null && <JumpToLatest news={newest - scroll.leftAt} onClick={scroll.toEnd} />}
    </>
  );
}
