/** One connection to be: who comes, where, and for which rooms. It travels between processes. */
export interface Seat {
  readonly port: number;
  /** What `Running.admit` gave. */
  readonly token: string;
  readonly rooms: readonly string[];
  readonly role: 'hears' | 'says';
}

/** What a conversation may do with its connection. */
export interface Line {
  /** One text frame. */
  send(text: string): void;
  /** All rooms of the seat are entered: whatever is said in them from now on arrives. */
  entered(): void;
  /** It cannot get in. */
  failed(why: string): void;
}

/** One end of a conversation over a WebSocket. Pings and closes of the WebSocket itself are not its business. */
export interface Conversation {
  opened(): void;
  /** Each text frame that is no delivery, or on a probe's connection any text frame, also long after entering. */
  hear(text: string): void;
}

export interface Answer {
  /** The number `say` was given. */
  id: number;
  /** Null when it was taken; else the code of the refusal. */
  refused: string | null;
}

/** How programs talk to one kind of server, over a WebSocket that is made by hand. */
export interface Dialect {
  /** Where the WebSocket is, and headers of its own. */
  request(seat: Seat): { path: string; headers?: Readonly<Record<string, string>> };
  converse(seat: Seat, line: Line): Conversation;
  /** With these bytes each frame begins that delivers a message, and once one has entered, no other. */
  readonly delivery: Buffer;
  /** The place of a delivery in its room, 1, 2, 3 ..., where the server numbers them; else null. */
  placeOf(text: string): number | null;
  /** The frame that says something. `body` holds nothing that JSON or XML would escape. */
  say(room: string, body: string, id: number): string;
  /** What a frame answers to something said; null when it is no answer. */
  answerIn(text: string): Answer | null;
  /** Whether it answers at all. One that does not counts as taken when it is written. */
  readonly answers: boolean;
  /** Whether the sender of a message in a room is also delivered it. */
  readonly echoes: boolean;
}
