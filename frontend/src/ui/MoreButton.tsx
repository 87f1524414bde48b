import { useAction } from '../lib/requests/use-action.js';

/** At the end of a list that goes on. */
export function MoreButton({ more }: { more: () => Promise<void> }) {
  const load = useAction(more);
  return (
    <button type="button" className="secondary" disabled={load.busy} onClick={() => void load.run()}>
      {load.busy ? 'Loading …' : 'Show more'}
    </button>
  );
}
