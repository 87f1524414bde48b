import type { ServerInfo } from '../connection-state.js';
import { ClientSocket, type SocketEnd } from './client-socket.js';
import type { ServerEvent } from './read-event.js';
import type { Transport, TransportPlan } from './transports.js';
import { UpgradeWatch } from './upgrade-watch.js';

export interface AttemptTarget {
  url: string;
  token: string;
  plan: TransportPlan;
  /** To the server's first word, by whichever transport; ms. */
  timeoutMs: number;
}

export interface AttemptHandlers {
  /** The server's first word. Only `onEvent`, and at last `onEnded`, come after it. */
  onConnected(socket: ClientSocket, server: ServerInfo): void;
  onEvent(event: ServerEvent): void;
  /** Once, as the last thing. `transport`: what it went by; null when it never stood. */
  onEnded(end: SocketEnd, transport: Transport | null): void;
  /** Whether a websocket got through; called only where the server could be reached. */
  onWebsocketTried(works: boolean): void;
  onFault(error: Error): void;
}

/**
 * One attempt at one instance. By one transport first; when that fails, or takes too long, by the other beside it: the one
 * on which the server speaks first is chosen, the other is closed (RFC 8305 does so for addresses).
 */
export class ConnectAttempt {
  private readonly sockets = new Map<Transport, ClientSocket>();
  private readonly deadline: ReturnType<typeof setTimeout>;
  private readonly patience: ReturnType<typeof setTimeout>;
  private hasTriedOther = false;
  private chosen: ClientSocket | null = null;
  private upgrades: UpgradeWatch | null = null;

  constructor(
    private readonly target: AttemptTarget,
    private readonly handlers: AttemptHandlers,
  ) {
    const { plan, timeoutMs } = target;
    this.deadline = setTimeout(() => this.giveUp(), timeoutMs);
    // Those who lost one server at once do not all lose patience at once.
    const patienceMs = plan.patienceMs * (1 + Math.random() / 2);
    this.patience = setTimeout(() => this.onPatienceOver(), patienceMs);
    this.try(plan.first);
  }

  /** Ends it in silence. */
  close(): void {
    clearTimeout(this.deadline);
    clearTimeout(this.patience);
    this.upgrades?.stop();
    for (const socket of this.sockets.values()) socket.close();
    this.sockets.clear();
  }

  private try(transport: Transport): void {
    const { url, token, plan, timeoutMs } = this.target;
    const socket: ClientSocket = new ClientSocket(
      { url, token, transport, upgrade: plan.upgrade, timeoutMs },
      {
        onEvent: (event) => this.onEvent(socket, transport, event),
        onClosed: (end) => this.onClosed(socket, transport, end),
        onFault: this.handlers.onFault,
      },
    );
    this.sockets.set(transport, socket);
  }

  private onEvent(socket: ClientSocket, transport: Transport, event: ServerEvent): void {
    if (event.name === 'server_info' && this.chosen === null) this.choose(socket, transport, event.args[0]);
    if (socket === this.chosen) this.handlers.onEvent(event);
  }

  private choose(socket: ClientSocket, transport: Transport, server: ServerInfo): void {
    clearTimeout(this.deadline);
    clearTimeout(this.patience);
    this.chosen = socket;
    this.sockets.delete(transport);
    for (const other of this.sockets.values()) other.close();
    this.sockets.clear();
    this.sockets.set(transport, socket);
    if (transport === 'websocket') this.handlers.onWebsocketTried(true);
    else this.upgrades = new UpgradeWatch(socket, this.target.plan.upgrade, this.handlers.onWebsocketTried);
    this.handlers.onConnected(socket, server);
  }

  private onClosed(socket: ClientSocket, transport: Transport, end: SocketEnd): void {
    this.sockets.delete(transport);
    if (socket === this.chosen) this.end(end, socket.transport);
    // Where the server was reached by it, or gave its reason, the other transport would bring nothing else.
    else if (end.error !== null || socket.hasOpened) this.end(end, null);
    else if (!this.tryOther(transport) && this.sockets.size === 0) this.end(end, null);
  }

  /** What was tried first does not say a word. A server that it has reached is only slow. */
  private onPatienceOver(): void {
    const { first } = this.target.plan;
    if (!this.sockets.get(first)?.hasOpened) this.tryOther(first);
  }

  /** False when it was tried already, however that ended. */
  private tryOther(transport: Transport): boolean {
    if (transport !== this.target.plan.first || this.hasTriedOther) return false;
    this.hasTriedOther = true;
    clearTimeout(this.patience);
    this.try(otherThan(transport));
    return true;
  }

  /** A transport that has opened has reached the server, which is slow. One that has not did not stand. */
  private giveUp(): void {
    this.end({ error: null, afterMs: 0, isSilent: false }, null);
  }

  private end(end: SocketEnd, transport: Transport | null): void {
    this.close();
    this.handlers.onEnded(end, transport);
  }
}

function otherThan(transport: Transport): Transport {
  return transport === 'websocket' ? 'polling' : 'websocket';
}
