/** A message on its way. `queuedAt` in ms of this machine's clock. */
export interface Outgoing {
  clientId: string;
  roomId: string;
  message: string;
  queuedAt: number;
}

/** Where messages wait that no server has confirmed. Written before the first attempt, so that nothing typed is lost. */
export interface OutboxStorage {
  /** In the order they were put. */
  load(): Promise<Outgoing[]>;
  /** Calls back with what another program, which has ended, left behind: from now on it is ours to send. */
  inherit?(take: (left: Outgoing[]) => void): void;
  /** Writes it down before it returns, if that can be: the program may end before `put` is done. `put` follows. */
  note?(outgoing: Outgoing): void;
  put(outgoing: Outgoing): Promise<void>;
  remove(clientId: string): Promise<void>;
}

/** Forgets with the program: the default. */
export class MemoryOutboxStorage implements OutboxStorage {
  private readonly waiting = new Map<string, Outgoing>();

  async load(): Promise<Outgoing[]> {
    return [...this.waiting.values()];
  }

  async put(outgoing: Outgoing): Promise<void> {
    this.waiting.set(outgoing.clientId, outgoing);
  }

  async remove(clientId: string): Promise<void> {
    this.waiting.delete(clientId);
  }
}
