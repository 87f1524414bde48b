import { Check, Copy, type LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copy } from '../lib/browser/clipboard.js';

/** How long it says that it did, ms. */
const SAID_MS = 1_500;

export function CopyButton({
  label,
  text,
  icon: Icon = Copy,
}: {
  label: string;
  text: string;
  icon?: LucideIcon;
}) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <button
      type="button"
      className="tool"
      aria-label={said ?? label}
      title={said ?? label}
      onClick={async () => setSaid((await copy(text)) ? 'Copied' : 'Could not copy')}
    >
      {said === 'Copied' ? <Check size={16} aria-hidden="true" /> : <Icon size={16} aria-hidden="true" />}
    </button>
  );
}
