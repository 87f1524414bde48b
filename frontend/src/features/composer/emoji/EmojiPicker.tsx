import { type EmojiDataResolver, EmojiPicker as Picker } from 'frimousse';
import { loadEmojis } from './load-emojis.js';

/** From this server, not from the library's own address, which is somebody else's. */
const resolve: EmojiDataResolver = async (locale) => {
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
};

export default function EmojiPicker({ onChoose }: { onChoose(emoji: string): void }) {
  return (
    <Picker.Root
      className="emoji-picker"
      columns={8}
      resolveEmojiData={resolve}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
    >
      <div className="emoji-search">
        {/* Of no form: Enter chooses an emoji or nothing, and does not send the message that is being written. */}
        <Picker.Search form="" aria-label="Search emoji" placeholder="Search" autoFocus />
        <Picker.SkinToneSelector className="icon-button" />
      </div>
      <Picker.Viewport className="emoji-viewport">
        <Picker.Loading className="quiet">Loading …</Picker.Loading>
        <Picker.Empty className="quiet">No emoji of that name.</Picker.Empty>
        <Picker.List />
      </Picker.Viewport>
      <p className="emoji-name quiet" aria-hidden="true">
        <Picker.ActiveEmoji>{({ emoji }) => emoji?.label ?? ''}</Picker.ActiveEmoji>
      </p>
    </Picker.Root>
  );
}
