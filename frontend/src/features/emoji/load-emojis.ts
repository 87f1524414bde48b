import { type NamedEmoji, readEmojis } from './read-emojis.js';

export interface Emojis {
  all: readonly NamedEmoji[];
  groups: readonly { index: number; label: string }[];
}

let loading: Promise<Emojis> | null = null;

/** All emoji, fetched from this server when one is first wanted. */
export function loadEmojis(): Promise<Emojis> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(): Promise<Emojis> {
  const [{ default: raw }, { default: shortcodes }, { default: messages }] = await Promise.all([
    import('emojibase-data/en/data.json'),
    import('emojibase-data/en/shortcodes/github.json'),
    import('emojibase-data/en/messages.json'),
  ]);
  const groups = messages.groups
    .filter(({ key }) => key !== 'component')
    .map(({ order, message }) => ({ index: order, label: message[0]?.toUpperCase() + message.slice(1) }));
  return { all: readEmojis(raw, shortcodes), groups };
}
