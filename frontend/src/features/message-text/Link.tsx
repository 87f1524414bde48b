import type { ReactNode } from 'react';

/** A link leads out in a window of its own, which learns nothing of this one; a link to a message stays here. */
export function Link({ href, children }: { href: string; children: ReactNode }) {
  const own = `${location.origin}${location.pathname}#`;
  if (href.startsWith(own))
    return (
      <a href={href.slice(own.length - 1)} dir="auto">
        {children}
      </a>
    );
  return (
    <a href={href} dir="auto" target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
