import { Pause, Play, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from '../../lib/store/use-store.js';
import type { LiveLog, LogEntry, LogEntryKind } from './live-log.js';

const ARROWS: Readonly<Record<LogEntryKind, string>> = {
  sent: '→',
  answer: '✓',
  heard: '←',
  note: '·',
  fault: '✗',
};
const WORDS: Readonly<Record<LogEntryKind, string>> = {
  sent: 'Sent',
  answer: 'Answered',
  heard: 'Heard',
  note: '',
  fault: 'Failed',
};

/** What was sent and heard. It follows the newest entry unless one looks at older ones. */
export function LogView({ log }: { log: LiveLog }) {
  const { entries, paused, held } = useStore(log.store);
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new entry moves the end
  useEffect(() => {
    if (follows.current) list.current?.scrollTo(0, list.current.scrollHeight);
  }, [entries]);
  return (
    <section className="log-view" aria-label="Log">
      <header>
        <h2>Log</h2>
        <span className="quiet">{paused && `${held.length} held back`}</span>
        <button type="button" className="icon-button" onClick={() => (paused ? log.goOn() : log.pause())}>
          {paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
          {paused ? 'Go on' : 'Pause'}
        </button>
        <button type="button" className="icon-button" onClick={() => log.clear()}>
          <Trash2 aria-hidden="true" /> Clear
        </button>
      </header>
      <div
        ref={list}
        className="lines"
        role="log"
        aria-label="What was sent and heard"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys, too
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          follows.current = scrollHeight - scrollTop - clientHeight < 40;
        }}
      >
        {entries.length === 0 && <p className="quiet empty">Connect, or send something: it is told here.</p>}
        <ol>
          {entries.map((entry) => (
            <LogRow key={entry.id} entry={entry} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function LogRow({ entry: { kind, name, value, at, tookMs } }: { entry: LogEntry }) {
  const head = (
    <>
      <span className="arrow" aria-hidden="true">
        {ARROWS[kind]}
      </span>
      <span className="unseen">{WORDS[kind]} </span>
      <code>{name}</code>
      {tookMs !== undefined && <span className="quiet numeral">{Math.round(tookMs)} ms</span>}
      <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleTimeString()}</time>
    </>
  );
  if (value === undefined) {
    return (
      <li data-kind={kind}>
        <p className="log-head">{head}</p>
      </li>
    );
  }
  return (
    <li data-kind={kind}>
      <details>
        <summary>
          <span className="log-head">{head}</span>
          <span className="preview">
            {typeof value === 'string' ? value.slice(0, 200) : JSON.stringify(value).slice(0, 200)}
          </span>
        </summary>
        <pre>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
      </details>
    </li>
  );
}
