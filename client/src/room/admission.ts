import { errors } from '@parley/protocol';
import { ParleyError } from '../errors.js';
import type { RoomHost } from './room-host.js';
import type { Access } from './room-snapshot.js';

/** The way into a room, and out of it. */
export class Admission {
  /** Settles with the first entry: rejects with a ParleyError when the server does not let me in. */
  readonly ready: Promise<void>;
  private settleReady: { resolve(): void; reject(error: ParleyError): void } | null = null;

  constructor(
    private readonly roomId: string,
    private how: 'join_room' | 'watch_room',
    private readonly host: Pick<RoomHost, 'connection' | 'entered' | 'forget'>,
    private readonly show: (access: Access) => void,
  ) {
    this.ready = new Promise((resolve, reject) => {
      this.settleReady = { resolve, reject };
    });
    this.ready.catch(() => undefined);
  }

  /** Goes in, the first time or again. Throws a ParleyError when it may be tried again. */
  async enter(): Promise<void> {
    try {
      const { room } = await this.host.connection.ask(this.how, { roomId: this.roomId });
      // From now on a return is no new membership: whoever was removed stays removed.
      this.how = 'watch_room';
      this.host.entered(room);
      this.show({ state: 'inside', room });
      this.settleReady?.resolve();
    } catch (thrown) {
      const error = ParleyError.from(thrown);
      if (error.retry) throw error;
      this.host.forget(this.roomId);
      this.refused(error);
      this.settleReady?.reject(error);
    }
  }

  /** I was taken out. */
  gone(banned: boolean): void {
    this.host.forget(this.roomId);
    if (banned) {
      this.refused(new ParleyError('banned', errors.banned.means, false));
      this.askUntilWhen();
    } else {
      this.show({ state: 'gone' });
    }
    this.settleReady?.reject(new ParleyError('not_found', 'The room is not yours to see.', false));
  }

  private refused({ code, message: reason, retryAfterMs }: ParleyError): void {
    const until = retryAfterMs === null ? null : Date.now() + retryAfterMs;
    this.show({ state: 'refused', code, reason, until });
  }

  /** The news of a ban does not say it. A public room tells those who knock. */
  private askUntilWhen(): void {
    this.host.connection
      .ask('watch_room', { roomId: this.roomId })
      .then(
        // It was lifted meanwhile.
        () => this.enter(),
        (error: unknown) => {
          if (error instanceof ParleyError && error.code === 'banned') this.refused(error);
        },
      )
      .catch(() => undefined);
  }
}
