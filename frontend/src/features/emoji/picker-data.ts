import type { EmojiData } from 'frimousse';
import { loadEmojis } from './load-emojis.js';

/** All emoji as the picker takes them. */
export async function pickerData(locale: EmojiData['locale'] = 'en'): Promise<EmojiData> {
  const { all, groups } = await loadEmojis();
  return {
    locale,
    categories: groups.map(({ index, label }) => ({ index, label })),
    skinTones: {
      light: 'Light skin',
      'medium-light': 'Medium-light skin',
      medium: 'Medium skin',
      'medium-dark': 'Medium-dark skin',
      dark: 'Dark skin',
    },
    emojis: all.map(({ emoji, label, group, names, tags, tones }) => {
      const one = { emoji, label, category: group, version: 0, tags: [...names, ...tags] };
      const [light, mediumLight, medium, mediumDark, dark] = tones;
      if (!light || !mediumLight || !medium || !mediumDark || !dark) return one;
      const skins = { light, 'medium-light': mediumLight, medium, 'medium-dark': mediumDark, dark };
      return { ...one, skins };
    }),
  };
}
