import type { Message } from '@parley/protocol';
import { ParleyError } from '../errors.js';

interface Delivery {
  promise: Promise<Message>;
  resolve(message: Message): void;
  reject(error: ParleyError): void;
}

/** The promises of `send`: what became of each message, for the program that wrote it. */
export class Deliveries {
  private readonly byClientId = new Map<string, Delivery>();
  private isClosed = false;

  /** The same promise for the same message, until it is settled. Rejected at once when they are closed. */
  of(clientId: string): Promise<Message> {
    if (this.isClosed) return refused();
    const known = this.byClientId.get(clientId);
    if (known) return known.promise;
    const delivery = deferred();
    this.byClientId.set(clientId, delivery);
    return delivery.promise;
  }

  resolve(message: Message): void {
    this.byClientId.get(message.clientId)?.resolve(message);
    this.byClientId.delete(message.clientId);
  }

  reject(clientId: string, error: ParleyError): void {
    this.byClientId.get(clientId)?.reject(error);
    this.byClientId.delete(clientId);
  }

  /** No caller learns any more what became of a message, until `open`. Whether it was sent is not known. */
  close(): void {
    this.isClosed = true;
    for (const clientId of this.byClientId.keys()) this.reject(clientId, ParleyError.closed('unknown'));
  }

  open(): void {
    this.isClosed = false;
  }

  get areClosed(): boolean {
    return this.isClosed;
  }
}

function deferred(): Delivery {
  let resolve: (message: Message) => void = () => undefined;
  let reject: (error: ParleyError) => void = () => undefined;
  const promise = new Promise<Message>((onStored, onFailed) => {
    resolve = onStored;
    reject = onFailed;
  });
  // A program that only looks at the room's state shall not be told of an unhandled rejection.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** Nothing was stored and nothing is sent. */
function refused(): Promise<Message> {
  const promise = Promise.reject<Message>(ParleyError.closed());
  promise.catch(() => undefined);
  return promise;
}
