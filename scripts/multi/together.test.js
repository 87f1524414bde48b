import { expect, test } from '@jest/globals';
import { together } from './together.js';

const PORTS = [3000, 3001];
const development = { production: false, host: '127.0.0.1', instanceUrls: [], corsOrigin: [] };

test('in development on this machine, instances know of each other by themselves', () => {
  expect(together(PORTS, { ...development, corsOrigin: ['http://localhost:5173'] })).toEqual({
    INSTANCE_ID: '',
    INSTANCE_URLS: 'http://localhost:3000,http://localhost:3001',
    CORS_ORIGIN: 'http://localhost:5173,http://127.0.0.1:3000,http://127.0.0.1:3001',
  });
});

test.each([
  ['in production', { production: true, host: '0.0.0.0' }],
  ['in production behind a proxy', { production: true, host: '127.0.0.1' }],
  ['in development for a whole network', { production: false, host: '0.0.0.0' }],
])('%s no address is told that was not configured', (_where, given) => {
  expect(together(PORTS, { ...development, ...given })).toMatchObject({ INSTANCE_URLS: '', CORS_ORIGIN: '' });
  const named = {
    instanceUrls: ['https://a.chat.example', 'https://b.chat.example'],
    corsOrigin: ['https://shop.example'],
  };
  expect(together(PORTS, { ...development, ...given, ...named })).toMatchObject({
    INSTANCE_URLS: 'https://a.chat.example,https://b.chat.example',
    CORS_ORIGIN: 'https://shop.example',
  });
});
