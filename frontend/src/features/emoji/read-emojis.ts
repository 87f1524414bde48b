/** As the data of emojibase describes it. */
export interface RawEmoji {
  emoji: string;
  hexcode: string;
  label: string;
  version: number;
  group?: number | undefined;
  tags?: readonly string[] | undefined;
  skins?: readonly { emoji: string; tone?: number | number[] | undefined }[] | undefined;
}

export interface NamedEmoji {
  emoji: string;
  label: string;
  group: number;
  names: readonly string[];
  tags: readonly string[];
  /** In five tones of skin, the lightest first; empty where it has none. */
  tones: readonly string[];
}

/** Newer ones are empty boxes on many machines. */
const NEWEST_VERSION = 15;

/** Parts of others, which are not shown on their own. */
const COMPONENTS = 2;

export function readEmojis(
  raw: readonly RawEmoji[],
  shortcodes: Readonly<Record<string, string | string[]>>,
): NamedEmoji[] {
  return raw.flatMap(({ emoji, hexcode, label, version, group, tags = [], skins = [] }) => {
    if (group === undefined || group === COMPONENTS || version > NEWEST_VERSION) return [];
    const names = [shortcodes[hexcode] ?? label.replaceAll(/[^a-z0-9]+/gi, '_').toLowerCase()].flat();
    const tones = skins.filter(({ tone }) => typeof tone === 'number').map((skin) => skin.emoji);
    return [{ emoji, label, group, names, tags, tones }];
  });
}
