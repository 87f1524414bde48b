/** A person in one letter, in a colour of their own that stays the same everywhere. */
export function Avatar({ id, name, small = false }: { id: string; name: string; small?: boolean }) {
  const hue = Math.round((Number.parseInt(id.slice(-4), 16) / 0xffff) * 24) * 15;
  return (
    <span className={small ? 'avatar small' : 'avatar'} style={{ '--hue': hue }} aria-hidden="true">
      {[...name][0]?.toUpperCase()}
    </span>
  );
}
