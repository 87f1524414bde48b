import type { Route } from './route.js';
import { history } from './routes/history.js';
import { moderation } from './routes/moderation.js';
import { people } from './routes/people.js';
import { reactions } from './routes/reactions.js';
import { rooms } from './routes/rooms.js';
import { service } from './routes/service.js';
import { signingIn } from './routes/signing-in.js';

/** Every REST route. The documents are made of this table, and a test compares it with the routes that are served. */
export const routes = {
  ...signingIn,
  ...people,
  ...rooms,
  ...moderation,
  ...history,
  ...reactions,
  ...service,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
