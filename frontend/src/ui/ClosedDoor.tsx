/** A door one does not come through. */
export function ClosedDoor() {
  return (
    <svg className="drawing" viewBox="0 0 200 120" aria-hidden="true">
      <path d="M72 104V26a10 10 0 0 1 10-10h36a10 10 0 0 1 10 10v78" />
      <path className="quieter" d="M48 104h104M84 34h32v24H84z" />
      <path className="accent" d="M116 70v10" />
    </svg>
  );
}
