import type { ComponentProps } from 'react';
import { useLazyModule } from '../../../lib/lazy/use-lazy-module.js';
import { completionParts } from './completion-parts.js';

/** The suggestions. What draws them is here as soon as there are any: it came with what found them. */
export function LazySuggestions(props: ComponentProps<typeof import('./Suggestions.js').Suggestions>) {
  const loaded = useLazyModule(completionParts);
  return loaded.state === 'ready' ? <loaded.module.Suggestions {...props} /> : null;
}
