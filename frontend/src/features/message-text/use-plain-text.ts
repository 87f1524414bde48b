import { useEffect, useState } from 'react';
import { LazyModule } from '../../lib/lazy/lazy-module.js';
import { shapeOf } from './text-shape.js';

const reader = new LazyModule(() => import('./plain-text.js'));

/** A message's text without its marks; as it was typed where what reads them cannot be fetched. */
export async function readPlain(text: string): Promise<string> {
  if (shapeOf(text) !== 'rich') return text;
  try {
    const { plainText } = await reader.load();
    return plainText(text);
  } catch {
    return text;
  }
}

/** The same for a component: as it was typed until it is read. */
export function usePlainText(text: string): string {
  const [plain, setPlain] = useState({ of: '', text: '' });
  useEffect(() => {
    let isCurrent = true;
    readPlain(text).then((read) => isCurrent && setPlain({ of: text, text: read }));
    return () => {
      isCurrent = false;
    };
  }, [text]);
  return plain.of === text ? plain.text : text;
}
