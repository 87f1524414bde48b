import type { ReactNode } from 'react';

interface SectionActionProps {
  label: string;
  onClick(): void;
  children: ReactNode;
}

/** What one can do in a section of the sidebar, beside its title. */
export function SectionAction({ label, onClick, children }: SectionActionProps) {
  return (
    <button type="button" className="icon-button small" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  );
}
