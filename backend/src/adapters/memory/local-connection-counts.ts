import { ConnectionCounts } from '../../chat/ports/connection-counts.js';

/** A single instance has no others. */
export class LocalConnectionCounts extends ConnectionCounts {
  override async report(): Promise<number> {
    return 0;
  }
}
