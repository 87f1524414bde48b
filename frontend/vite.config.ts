import { createRequire } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = `http://127.0.0.1:${process.env.PORT || 3000}`;
const ENTITIES = 'decode-named-character-reference';

export default defineConfig({
  plugins: [react()],
  // What it has for browsers decodes "&amp;" by innerHTML, which the page's policy does not allow. This one looks it up.
  resolve: { alias: { [ENTITIES]: createRequire(import.meta.url).resolve(ENTITIES) } },
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
