/** So high is what stands above the first message, px, whatever it says: the messages below must not move. */
export const HEAD_PX = 88;

interface ListHeadProps {
  hasOlder: boolean;
  loading: boolean;
  failed: boolean;
  onOlder(): void;
}

export function ListHead({ hasOlder, loading, failed, onOlder }: ListHeadProps) {
  return (
    <div className="list-head" style={{ height: HEAD_PX }}>
      {!hasOlder && <p className="quiet">This is where the conversation begins.</p>}
      {hasOlder && failed && (
        <p role="alert">
          Older messages did not come.{' '}
          <button type="button" onClick={onOlder}>
            Try again
          </button>
        </p>
      )}
      {hasOlder && !failed && (
        <button type="button" disabled={loading} onClick={onOlder}>
          {loading ? 'Fetching older messages …' : 'Older messages'}
        </button>
      )}
    </div>
  );
}
