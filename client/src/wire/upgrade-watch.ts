import type { ClientSocket } from './client-socket.js';

/** A server gives a websocket so long to take a connection over; one that did not by then does not get through. */
const UPGRADE_WITHIN_MS = 10_000;
/** Networks change: a connection by polling tries so often to go on by websocket. Up to half of it is added by chance. */
const TRY_EVERY_MS = 5 * 60_000;

/** Looks after a connection by polling until it goes by websocket. */
export class UpgradeWatch {
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly socket: ClientSocket,
    isUpgrading: boolean,
    private readonly works: (works: boolean) => void,
  ) {
    if (isUpgrading) this.awaitUpgrade();
    else this.tryLater();
    socket.onUpgrade((isUp) => {
      if (isUp) this.stop();
      else this.tryLater();
      this.works(isUp);
    });
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private awaitUpgrade(): void {
    this.stop();
    this.timer = setTimeout(() => {
      this.works(false);
      this.tryLater();
    }, UPGRADE_WITHIN_MS);
  }

  private tryLater(): void {
    this.stop();
    this.timer = setTimeout(
      () => {
        this.awaitUpgrade();
        this.socket.tryUpgrade();
      },
      TRY_EVERY_MS * (1 + Math.random() / 2),
    );
  }
}
