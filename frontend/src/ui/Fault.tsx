interface FaultProps {
  text: string;
  action: string;
  onAction(): void;
}

/** A sentence in place of what is not there, and what one can do about it. */
export function Fault({ text, action, onAction }: FaultProps) {
  return (
    <div className="fault" role="alert">
      <p>{text}</p>
      <button type="button" className="secondary" onClick={onAction}>
        {action}
      </button>
    </div>
  );
}

/** Why a part of the page is not there. */
export function LoadFault({ why, onRetry }: { why: 'outdated' | 'unreachable'; onRetry(): void }) {
  if (why === 'outdated')
    return <Fault text="A new version is here." action="Reload" onAction={() => location.reload()} />;
  return <Fault text="This could not be loaded." action="Retry" onAction={onRetry} />;
}

/** In place of the whole page. */
export function Broken({ text }: { text: string }) {
  return (
    <main className="welcome alone">
      <Fault text={text} action="Reload" onAction={() => location.reload()} />
    </main>
  );
}
