import type { Schema } from './schema.js';

/** How something is said: over HTTP, on Socket.IO in one of two vocabularies, or on a plain WebSocket. */
export type Way = 'http' | 'socketio' | 'ws' | 'aliases';

/** What may come back. */
export interface Answer {
  /** A status, an event, a frame. */
  readonly label: string;
  readonly means: string;
  readonly schema: Schema | null;
  readonly example?: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly place: 'path' | 'query';
  readonly required: boolean;
  readonly schema: Schema;
}

/** One thing that can be said to a server, or that it says: a page of the reference. */
export interface Entry {
  /** Its place in the address: `http/history`. */
  readonly id: string;
  readonly way: Way;
  /** `ask`: a program says it. `hear`: the server does. */
  readonly side: 'ask' | 'hear';
  readonly section: string;
  readonly name: string;
  /** Of a route. */
  readonly method?: string;
  readonly path?: string;
  readonly summary: string;
  readonly more: string;
  readonly needsToken: boolean;
  readonly parameters: readonly Parameter[];
  /** What is sent, or heard; null: nothing. */
  readonly schema: Schema | null;
  readonly examples: readonly unknown[];
  readonly answers: readonly Answer[];
  /** Error codes. */
  readonly refusals: readonly string[];
}

export interface ErrorMeaning {
  readonly status: number;
  readonly retry: boolean;
  readonly means: string;
}

/** Both documents as one reference. */
export interface Reference {
  readonly version: string;
  /** What each way is, in words. */
  readonly about: Readonly<Record<Way, string>>;
  readonly entries: readonly Entry[];
  readonly shapes: Readonly<Record<string, Schema>>;
  readonly errors: Readonly<Record<string, ErrorMeaning>>;
  readonly limits: Readonly<Record<string, number>>;
}

export const WAY_WORDS: Readonly<Record<Way, string>> = {
  http: 'HTTP',
  socketio: 'Socket.IO',
  ws: 'Plain WebSocket',
  aliases: 'Aliases',
};
