import { usePersonColour } from './person-colour.js';

/** A person in one letter, in a colour of their own. */
export function Avatar({ id, name, small = false }: { id: string; name: string; small?: boolean }) {
  const { hue, tone } = usePersonColour(id);
  return (
    <span
      className={small ? 'avatar small' : 'avatar'}
      data-tone={tone}
      style={{ '--hue': hue }}
      aria-hidden="true"
    >
      {[...name][0]?.toUpperCase()}
    </span>
  );
}
