import { behindFirstRoom } from '../../lib/lazy/first-room.js';
import { useLazyModule } from '../../lib/lazy/use-lazy-module.js';

// A message will need it.
const richText = behindFirstRoom(() => import('./RichText.js'));

/** Begins to fetch what draws Markdown. Texts stay plain until it is here. */
export const loadRichText = (): void => void richText.load().catch(() => undefined);

/** What draws Markdown; null until it is here. */
export function useRichText() {
  const loaded = useLazyModule(richText);
  return loaded.state === 'ready' ? loaded.module.RichText : null;
}
