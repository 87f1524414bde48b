import * as z from 'zod/mini';
import { Health, Readiness } from '../health.js';
import type { Route } from '../route.js';

const open = { group: 'Service', method: 'GET', auth: 'none', refusals: [] } as const;
const document = {
  group: 'Service',
  method: 'GET',
  auth: 'documents',
  answers: {
    200: { means: 'The document.', body: z.looseObject({}) },
    304: { means: 'As it was.' },
  },
  refusals: [],
} as const;

export const service = {
  health: {
    ...open,
    path: '/health',
    summary: 'Whether this instance lives. Asks no store.',
    answers: { 200: { means: 'It lives.', body: Health } },
  },
  ready: {
    ...open,
    path: '/health/ready',
    summary: 'Whether everything this instance needs answers.',
    answers: {
      200: { means: 'It can serve. `checks` tells what ails all the same.', body: Readiness },
      503: { means: 'It cannot, or it is stopping.', body: Readiness },
    },
  },
  openapi: {
    ...document,
    path: '/api/openapi.json',
    summary: 'The REST routes as OpenAPI 3.1.',
  },
  asyncapi: {
    ...document,
    path: '/api/asyncapi.json',
    summary: 'Sockets, their commands and events, as AsyncAPI 3.',
  },
} as const satisfies Record<string, Route>;
