import type { Room } from '@parley/client';
import type { User } from '@parley/protocol';
import { type ReactNode, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { Virtualizer } from 'virtua';
import { useStore } from '../../use-store.js';
import { EntryLine } from './EntryLine.js';
import type { Entry } from './entries.js';
import { HEAD_PX, ListHead } from './ListHead.js';
import { doByKey } from './line-keys.js';
import type { LiveTimeline } from './live-timeline.js';
import { useLogActions } from './log-actions.js';
import { ToEnd } from './ToEnd.js';
import { useArrivals } from './use-arrivals.js';
import { useJump } from './use-jump.js';
import { useLetGo } from './use-let-go.js';
import { useLogScroll } from './use-log-scroll.js';
import { useOlder } from './use-older.js';
import { useStops } from './use-stops.js';
import { useWayBack } from './use-way-back.js';

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

/** The list itself: only the lines in sight and some around them are in the page, however many there are. */
export function MessageLog({ room, timeline: live, me, readSeq, editing, children }: MessageLogProps) {
  const timeline = useSyncExternalStore(live.subscribe, () => live.state);
  const { history, loadingOlder } = useStore(room);
  const { hasOlder, standing } = history;
  const older = useOlder(room);
  const read = useRef(readSeq);
  const scroll = useLogScroll(room.id, timeline, hasOlder, {
    onNearTop: () => {
      if (!older.failed) void older.load();
    },
    onSeen: (seq) => {
      if (seq <= read.current) return;
      read.current = seq;
      room.markRead(seq);
    },
  });
  const back = { ...older, hasOlder, loading: loadingOlder, oldest: history.messages[0]?.seq };
  const flashing = useJump(timeline, back, scroll.centre);
  useWayBack(scroll.lost, timeline, back, scroll.putBack);
  const stops = useStops(timeline.entries, scroll.log, scroll.list);
  const isAtLiveEnd = scroll.atEnd && standing === 'live';
  const arriving = useArrivals(timeline, isAtLiveEnd);
  useLetGo(room, timeline, scroll.log, isAtLiveEnd);
  const actions = useLogActions();
  const { reveal } = scroll;
  useEffect(() => {
    if (editing !== null) reveal(editing);
  }, [editing, reveal]);

  // A reconnected page asks again by itself.
  const { load, failed } = older;
  useEffect(() => {
    if (standing === 'live' && failed) void load();
  }, [standing, failed, load]);

  const draw = useCallback(
    (entry: Entry, index: number) => (
      <EntryLine
        key={entry.key}
        entry={entry}
        me={me}
        arrives={index >= arriving}
        isStop={entry.key === stops.stop}
        flashes={entry.kind === 'message' && entry.seq === flashing}
        isEditing={entry.kind === 'message' && entry.seq === editing}
      />
    ),
    [me, arriving, stops.stop, flashing, editing],
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
        onKeyDown={(event) => {
          stops.onKeyDown(event);
          doByKey(event, timeline.entries, actions);
        }}
        onFocus={stops.onFocus}
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
          keepMounted={stops.kept === null ? [] : [stops.kept]}
          onResize={scroll.onResize}
        >
          {draw}
        </Virtualizer>
      </div>
      {scroll.leftAt !== null && (
        <ToEnd news={(history.messages.at(-1)?.seq ?? 0) - scroll.leftAt} onClick={scroll.toEnd} />
      )}
    </>
  );
}
