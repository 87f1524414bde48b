import { createElement, type ReactNode, useEffect, useState } from 'react';
import { LazyModule } from '../../../lib/lazy/lazy-module.js';
import { useLazyModule } from '../../../lib/lazy/use-lazy-module.js';
import type { Piece } from './pieces.js';

const highlighter = new LazyModule(() => import('./highlight.js'));

/** The text in colours, or null while it has none: not yet, an unknown language, or one that is not worth it. */
export function useHighlighted(text: string, language: string): ReactNode | null {
  const loaded = useLazyModule(highlighter, language !== '');
  const highlight = language !== '' && loaded.state === 'ready' ? loaded.module.highlight : null;
  const [coloured, setColoured] = useState<ReactNode | null>(null);
  useEffect(() => {
    let current = true;
    setColoured(null);
    highlight?.(text, language).then(
      (pieces) => current && setColoured(pieces && draw(pieces)),
      // Without colours it is code as well.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [text, language, highlight]);
  return coloured;
}

function draw(pieces: readonly Piece[]): ReactNode[] {
  return pieces.map((piece, key) =>
    typeof piece === 'string'
      ? piece
      : createElement('span', { key, className: piece.className }, ...draw(piece.inside)),
  );
}
