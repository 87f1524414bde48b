const LINES = [64, 38, 82, 51, 70, 44];

/** What a conversation looks like before it is there. It shows only when that takes a moment. */
export function Skeleton() {
  return (
    <div className="skeleton" role="status" aria-label="Loading messages">
      {LINES.map((width) => (
        <div key={width}>
          <span className="block" />
          <span className="bar name" />
          <span className="bar" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
