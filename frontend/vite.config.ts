import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import type { RawEmoji } from './src/features/emoji/read-emojis.js';

const server = `http://127.0.0.1:${process.env.PORT || 3000}`;

/** Of what the data tell of each emoji, what the page reads: less than half, and nobody fetches the rest. */
const emojiData: Plugin = {
  name: 'emoji-data',
  // Before it becomes a module.
  enforce: 'pre',
  transform: {
    filter: { id: /emojibase-data\/en\/data\.json$/ },
    handler(code) {
      const all: RawEmoji[] = JSON.parse(code);
      const read = all.map(
        ({ emoji, hexcode, label, version, group, tags, skins }): RawEmoji => ({
          emoji,
          hexcode,
          label,
          version,
          group,
          tags,
          skins: skins?.map((skin) => ({ emoji: skin.emoji, tone: skin.tone })),
        }),
      );
      return JSON.stringify(read);
    },
  },
};

export default defineConfig({
  plugins: [react(), emojiData],
  // A data: address for a small asset would need a hole in the content security policy.
  build: { assetsInlineLimit: 0 },
  // The page for programs is built apart, so that it moves nothing in what the chat loads first.
  environments: {
    docs: {
      consumer: 'client',
      build: { rolldownOptions: { input: 'docs.html' }, emptyOutDir: false, copyPublicDir: false },
    },
  },
  builder: {},
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: {
      '/api': server,
      '/health': server,
      '/socket.io': { target: server, ws: true },
      '/ws': { target: server, ws: true },
    },
  },
});
