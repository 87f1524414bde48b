import { type ReactNode, useEffect, useState } from 'react';

/** The text in colours, or null while it has none: not yet, an unknown language, or too long to be worth it. */
export function useHighlighted(text: string, language: string): ReactNode | null {
  const [coloured, setColoured] = useState<ReactNode | null>(null);
  useEffect(() => {
    let current = true;
    setColoured(null);
    if (language === '') return;
    import('./highlight.js').then(
      ({ highlight }) => current && setColoured(highlight(text, language)),
      // Without colours it is code as well.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [text, language]);
  return coloured;
}
