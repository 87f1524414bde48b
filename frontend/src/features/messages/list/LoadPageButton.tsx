interface LoadPageButtonProps {
  which: 'older' | 'newer';
  loading: boolean;
  failed: boolean;
  onLoad(): void;
}

/** Asks for a page at one end of the list. It comes by itself as one gets near; this is for those whom that failed. */
export function LoadPageButton({ which, loading, failed, onLoad }: LoadPageButtonProps) {
  const name = which === 'older' ? 'Older' : 'Newer';
  if (failed)
    return (
      <p role="alert">
        {name} messages did not come.{' '}
        <button type="button" onClick={onLoad}>
          Try again
        </button>
      </p>
    );
  return (
    <button type="button" disabled={loading} onClick={onLoad}>
      {loading ? `Fetching ${which} messages …` : `${name} messages`}
    </button>
  );
}
