import { ArrowDown } from 'lucide-react';

interface ToEndProps {
  /** What came since one left the end. */
  news: number;
  onClick(): void;
}

/** The way back to the end, and what waits there. */
export function ToEnd({ news, onClick }: ToEndProps) {
  const label = news === 0 ? 'Newest messages' : `${news} new`;
  return (
    <button type="button" className="to-end" data-news={news > 0 || undefined} onClick={onClick}>
      <ArrowDown size={16} aria-hidden="true" /> {label}
    </button>
  );
}
