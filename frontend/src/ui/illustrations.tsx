/** Two who talk, in lines and the accent: for views with nothing in them yet. */
export function SpeechBubbles() {
  return (
    <svg className="illustration" viewBox="0 0 200 120" aria-hidden="true">
      <path d="M14 34a14 14 0 0 1 14-14h70a14 14 0 0 1 14 14v22a14 14 0 0 1-14 14H56L38 86V70H28a14 14 0 0 1-14-14z" />
      <path className="quieter" d="M32 38h50M32 51h34" />
      <path
        className="accent"
        d="M128 42h44a14 14 0 0 1 14 14v22a14 14 0 0 1-14 14h-8v14l-17-14h-29a14 14 0 0 1-14-14v-2"
      />
      <path className="accent" d="M128 67h.01M145 67h.01M162 67h.01" />
    </svg>
  );
}

/** A door one does not come through. */
export function ClosedDoor() {
  return (
    <svg className="illustration" viewBox="0 0 200 120" aria-hidden="true">
      <path d="M72 104V26a10 10 0 0 1 10-10h36a10 10 0 0 1 10 10v78" />
      <path className="quieter" d="M48 104h104M84 34h32v24H84z" />
      <path className="accent" d="M116 70v10" />
    </svg>
  );
}
