import { readEnvironment } from '../server/environment.js';
import { Numbered } from '../server/numbered.js';
import { serveSocketIo } from '../server/serve-socket-io.js';

const numbered = new Numbered();

/** Socket.IO and its Redis adapter. Nothing is stored. */
serveSocketIo(
  readEnvironment(),
  (me, said) => numbered.next(me, said),
  async () => undefined,
);
