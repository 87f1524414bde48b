import { On } from './on.js';

/** Commands about nothing but the connection itself. */
export class ConnectionCommands {
  @On('ping')
  async ping() {
    return {};
  }
}
