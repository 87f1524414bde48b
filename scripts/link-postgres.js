import { command } from './steps/command.js';
import { linkPostgres } from './steps/link-postgres.js';

/** For installations that are not made by one of the commands: an image's, or a bare `npm ci`. */
await command(() => linkPostgres());
