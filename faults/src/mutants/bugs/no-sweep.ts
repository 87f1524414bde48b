// A bug, to prove that the checker finds it: heads are not compared with the database.
import { RoomStreams } from '@parley/backend/chat/feed/room-streams.js';
import { replace } from '../replace.js';

replace(RoomStreams, 'sweep', () => async () => undefined);
