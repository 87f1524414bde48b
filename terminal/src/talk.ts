import { createInterface } from 'node:readline';
import { ParleyClient, ParleyError, type Session } from '@parley/client';
import { type Command, HELP, parseCommand } from './commands.js';
import { clean, cleanLine } from './lines/clean.js';
import { liveLines } from './lines/live-lines.js';
import { type View, wrap } from './lines/message-lines.js';
import { notSent } from './lines/not-sent.js';
import { COLOURED, type Paint, PLAIN } from './lines/paint.js';
import { meant, peopleLine, roomLines } from './lines/tables.js';
import { RoomView } from './room-view.js';
import { Screen } from './screen.js';

/** How often what changes with time is looked at again, ms. */
const LOOK_EVERY_MS = 250;
const STORE_WITHIN_MS = 10_000;

/** A conversation in a terminal, until the person leaves. Resolves to an exit code. */
export async function talk(session: Session, roomId: string): Promise<number> {
  const chat = new ParleyClient({ session, maxMessages: 500 });
  await chat.connect();
  return new Talk(chat, roomId).run();
}

class Talk {
  private readonly reader = createInterface({ input: process.stdin, output: process.stdout, terminal: true });
  private readonly paint: Paint = process.stdout.hasColors() ? COLOURED : PLAIN;
  private readonly screen: Screen;
  private current: RoomView;
  private leaving: AbortController | null = null;
  private finish: (code: number) => void = () => undefined;

  constructor(
    private readonly chat: ParleyClient,
    roomId: string,
  ) {
    this.screen = new Screen(process.stdout, this.reader, `${roomId}> `);
    this.current = this.viewOf(roomId);
  }

  async run(): Promise<number> {
    const ended = new Promise<number>((resolve) => {
      this.finish = resolve;
    });
    const leave = () => void this.leave();
    this.reader
      .on('line', (line) => this.entered(line))
      .on('SIGINT', leave)
      .on('close', leave);
    process.stdin.on('keypress', () => this.typed());
    process.once('SIGTERM', leave).once('SIGHUP', leave);
    this.chat.connection.subscribe(() => this.look());
    const looking = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.look();
    void this.begin();
    const code = await ended;
    clearInterval(looking);
    return code;
  }

  private async begin(): Promise<void> {
    try {
      await this.chat.join(this.current.room.id);
    } catch (error) {
      return this.end(error);
    }
    const { username, kind } = this.chat.me;
    this.note(
      `You are ${cleanLine(username)}${kind === 'guest' ? ', a guest' : ''}. /help tells what you can do.`,
    );
    await this.follow();
  }

  /** The present room, until it is left or taken away. */
  private async follow(): Promise<void> {
    try {
      await this.current.follow();
    } catch (error) {
      this.end(error);
    }
  }

  private entered(line: string): void {
    this.screen.entered(line);
    this.look();
    this.obey(parseCommand(line)).catch((error: unknown) => this.alarm(ParleyError.from(error).message));
  }

  private async obey(command: Command): Promise<void> {
    const { room } = this.current;
    if (command.name === 'say') room.send(command.text);
    else if (command.name === 'join') await this.join(command.room);
    else if (command.name === 'history') await this.current.history(command.count);
    else if (command.name === 'react') await this.current.react(command.emoji, command.back, command.on);
    else if (command.name === 'rooms')
      this.note(roomLines(this.chat.state.rooms ?? [], await this.chat.rest.findRooms('')));
    else if (command.name === 'who') this.note(peopleLine(room.state.people));
    else if (command.name === 'help') this.note(HELP);
    else if (command.name === 'quit') await this.leave();
    else if (command.name === 'mistake') this.alarm(command.reason);
  }

  private async join(word: string): Promise<void> {
    const roomId = meant(word, this.chat.state.rooms ?? []);
    const before = this.current;
    if (roomId === before.room.id) return this.note('You are there.');
    await this.chat.join(roomId, { signal: AbortSignal.timeout(STORE_WITHIN_MS) });
    this.current = this.viewOf(roomId);
    before.close();
    void this.follow();
    this.look();
  }

  private typed(): void {
    this.screen.typed();
    const { line } = this.reader;
    this.current.room.typing(line !== '' && !line.startsWith('/'));
  }

  /** Looks at what has changed, and at what only time changes. */
  private look(): void {
    const { room } = this.current;
    const failed = room.state.history.pending.find(({ status }) => status.state === 'failed');
    if (failed?.status.state === 'failed') {
      this.alarm(notSent(failed.message, failed.status.reason, this.screen.columns - 1));
      // That is a change, which is looked at again.
      room.discard(failed.clientId);
      return;
    }
    const live = {
      connection: this.chat.connection.state,
      typing: room.state.people.typing,
      pending: room.state.history.pending,
      isLeaving: this.leaving !== null,
      now: Date.now(),
    };
    this.screen.show(liveLines(live, this.view()), `${this.nameOf(room.id)}> `);
  }

  /** Stores what was said, then ends. A second time it ends at once. */
  private async leave(): Promise<void> {
    if (this.leaving) return this.leaving.abort();
    this.leaving = new AbortController();
    await this.chat.close({
      signal: AbortSignal.any([this.leaving.signal, AbortSignal.timeout(STORE_WITHIN_MS)]),
    });
    const { unsent } = this.chat.state;
    const { pending } = this.current.room.state.history;
    for (const { message } of pending) this.alarm(notSent(message, 'not stored', this.screen.columns - 1));
    const elsewhere = unsent - pending.length;
    if (elsewhere > 0) this.alarm(`Not sent: ${elsewhere} in other rooms.`);
    this.screen.close();
    this.finish(unsent > 0 ? 1 : 0);
  }

  /** The room, or the session, is over. */
  private end(error: unknown): void {
    if (this.leaving) return;
    this.leaving = new AbortController();
    this.chat.disconnect();
    this.alarm(ParleyError.from(error).message);
    this.screen.close();
    this.finish(1);
  }

  private viewOf(roomId: string): RoomView {
    const print = (lines: string[]) => this.screen.print(lines);
    const room = this.chat.open(roomId);
    room.subscribe(() => this.look());
    return new RoomView(room, this.chat.rest, print, () => this.view());
  }

  private nameOf(roomId: string): string {
    const room = this.chat.state.rooms?.find(({ id }) => id === roomId);
    return room && room.kind !== 'public' ? cleanLine(room.name) : roomId;
  }

  private view(): View {
    return { columns: this.screen.columns, paint: this.paint };
  }

  private note(text: string): void {
    this.screen.print(wrap(clean(text), this.screen.columns).map((line) => this.paint.dim(line)));
  }

  private alarm(text: string): void {
    this.screen.print(wrap(clean(text), this.screen.columns).map((line) => this.paint.alarm(line)));
  }
}
