import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { isOutdated } from './lib/lazy/new-version.js';
import { useStore } from './lib/store/use-store.js';
import { textsFault } from './storage/local-texts.js';
import { isDatabaseRefused } from './storage/person-storage.js';

const LOST = {
  refused:
    'This browser keeps nothing for this page: reloading it signs you out, and drafts and unsent messages are lost.',
  full: 'This browser’s storage is full: reloading this page may sign you out, and lose drafts and unsent messages.',
  database: 'This browser keeps no conversations: after a reload they are loaded anew.',
};

/** What concerns the whole page, above all of it: each said once. */
export function PageNotes() {
  const fault = useStore(textsFault);
  const withoutDatabase = useStore(isDatabaseRefused);
  const outdated = useStore(isOutdated);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const lost = fault ?? (withoutDatabase ? 'database' : null);
  return (
    <>
      {outdated && (
        <PageNote text="A new version is here.">
          <button type="button" onClick={() => location.reload()}>
            Reload
          </button>
        </PageNote>
      )}
      {lost !== null && lost !== dismissed && (
        <PageNote text={LOST[lost]}>
          <button type="button" aria-label="Dismiss" onClick={() => setDismissed(lost)}>
            <X />
          </button>
        </PageNote>
      )}
    </>
  );
}

function PageNote({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="page-note" role="status">
      <span>{text}</span>
      {children}
    </div>
  );
}
