import { type Message, ParleyError, type Reaction, type Rest, type Room } from '@parley/client';
import { cleanLine } from './lines/clean.js';
import { messageLines, type View, wrap } from './lines/message-lines.js';
import { clock, day } from './lines/time.js';

/** So many messages stand there when one comes. */
const SHOWN_AT_FIRST = 20;
const PAGE_MOST = 100;

/** One room as it appears in the terminal, line after line. */
export class RoomView {
  private oldest = 0;
  private dayShown = '';
  private readonly stops: (() => void)[] = [];

  constructor(
    readonly room: Room,
    private readonly rest: Rest,
    private readonly print: (lines: string[]) => void,
    private readonly view: () => View,
  ) {}

  /** Shows where one is, and follows the room until it is closed. Throws a ParleyError when the room or the session ends. */
  async follow(): Promise<void> {
    const { room } = this;
    const { access, history } = room.state;
    const messages = room.messages();
    const latest = history.messages.slice(-SHOWN_AT_FIRST);
    this.oldest = latest[0]?.seq ?? 0;
    if (access.state === 'inside') this.note(`-- ${cleanLine(access.room.name)} --`);
    this.say(latest);
    this.stops.push(
      room.on('joined', ({ username }) => this.note(`-> ${cleanLine(username)} came`)),
      room.on('left', ({ username }) => this.note(`<- ${cleanLine(username)} went`)),
      room.on('updated', (message) => this.amended(message)),
      room.on('reaction', (reaction) => this.reacted(reaction)),
    );
    for await (const message of messages) this.say([message]);
  }

  /** Shows what was said before. Throws ParleyError. */
  async history(count: number): Promise<void> {
    const older: Message[] = [];
    let before = this.oldest;
    while (older.length < count && before > 1) {
      const limit = Math.min(count - older.length, PAGE_MOST);
      const page = await this.rest.history(this.room.id, { before, limit });
      older.unshift(...page.messages);
      before = older[0]?.seq ?? 0;
      if (!page.hasMore) break;
    }
    if (older.length === 0) return this.note('-- nothing was said before --');
    this.oldest = before;
    const today = this.dayShown;
    this.dayShown = '';
    this.note(`-- ${older.length} earlier --`);
    this.say(older);
    this.dayShown = today;
    this.note('-- now --');
  }

  /** @param back 1 for the latest message. Throws ParleyError. */
  async react(emoji: string, back: number, on: boolean): Promise<void> {
    const message = this.room.state.history.messages.at(-back);
    if (!message) throw new ParleyError('not_found', 'There is no such message.', false);
    await this.room.react(message.seq, emoji, on);
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.room.close();
  }

  private say(messages: readonly Message[]): void {
    const newest = messages.at(-1);
    if (!newest) return;
    this.print(
      messages.flatMap((message) => [...this.newDay(message), ...messageLines(message, this.view())]),
    );
    this.room.markRead(newest.seq);
  }

  private newDay({ timestamp }: Message): string[] {
    const name = day(timestamp);
    if (name === this.dayShown) return [];
    this.dayShown = name;
    return [this.view().paint.dim(`-- ${name} --`)];
  }

  /** Nothing on the screen is changed: what was read stays read. */
  private amended(message: Message): void {
    if (message.seq < this.oldest) return;
    const name = cleanLine(message.username);
    const at = clock(message.timestamp);
    if (message.deletedAt !== undefined) this.note(`-- what ${name} said at ${at} was deleted --`);
    else this.note(`-- ${name} at ${at} now says: ${cleanLine(message.message)} --`);
  }

  private reacted({ seq, emoji, count }: Reaction): void {
    const message = this.room.messageAt(seq);
    if (!message || seq < this.oldest || message.deletedAt !== undefined) return;
    const said = `${cleanLine(message.username)} at ${clock(message.timestamp)}: ${cleanLine(message.message)}`;
    this.note(count > 0 ? `-- ${emoji} ${count} for ${said} --` : `-- no ${emoji} any more for ${said} --`);
  }

  private note(text: string): void {
    const { columns, paint } = this.view();
    this.print(wrap(text, columns).map((line) => paint.dim(line)));
  }
}
