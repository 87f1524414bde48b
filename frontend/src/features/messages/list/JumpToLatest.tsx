import { ArrowDown } from 'lucide-react';
import { scrollLog } from '../scroll/scroll-log.js';

interface JumpToLatestProps {
  /** What came since one left the end. */
  news: number;
  onClick(): void;
}

/** The way back to the end, and what waits there. */
export function JumpToLatest({ news, onClick }: JumpToLatestProps) {
  const label = news === 0 ? 'Newest messages' : `${news} new`;
  return (
    <button
      type="button"
      className="jump-to-latest"
      data-news={news > 0 || undefined}
      onClick={onClick}
      onWheel={scrollLog}
    >
      <ArrowDown size={16} aria-hidden="true" /> {label}
    </button>
  );
}
