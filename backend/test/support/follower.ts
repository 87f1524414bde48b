import type { SignedIn } from '@parley/protocol';
import { Patience } from './patience.js';

interface Heard {
  /** Null where it had none. */
  id: string | null;
  name: string;
  data: Record<string, unknown>;
}

/** Reads Server-Sent Events of a room, as the standard has them. It remembers all it hears. */
export class Follower {
  readonly heard: Heard[] = [];
  /** Comments and fields that belong to no event. */
  readonly asides: string[] = [];
  /** The server ended the answer, or the line broke. */
  ended = false;
  private readonly patience = new Patience(() => JSON.stringify(this.heard.slice(-5)));

  private constructor(
    readonly response: Response,
    private readonly gone: AbortController,
  ) {}

  static async open(
    url: string,
    roomId: string,
    { accessToken }: Pick<SignedIn, 'accessToken'>,
    { after, lastEventId }: { after?: string; lastEventId?: string } = {},
  ): Promise<Follower> {
    const gone = new AbortController();
    const response = await fetch(`${url}/api/chat/${roomId}/events${after ? `?after=${after}` : ''}`, {
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
      },
      signal: gone.signal,
    });
    const follower = new Follower(response, gone);
    if (response.status === 200) void follower.read();
    return follower;
  }

  /** The newest id it heard: from where it would go on. */
  get lastEventId(): string {
    return this.heard.findLast(({ id }) => id !== null)?.id ?? '';
  }

  all(name: string): Record<string, unknown>[] {
    return this.heard.filter((event) => event.name === name).map(({ data }) => data);
  }

  seqs(): unknown[] {
    return this.all('message').map(({ seq }) => seq);
  }

  /** Waits until the condition holds, looking again at each event and at the end. */
  until(condition: () => boolean, what: string): Promise<void> {
    return this.patience.until(condition, what);
  }

  hear(name: string, matches: (data: Record<string, unknown>) => boolean = () => true): Promise<void> {
    return this.until(() => this.all(name).some(matches), `to hear ${name}`);
  }

  close(): void {
    this.gone.abort();
  }

  private async read(): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.note(block);
        this.patience.wake();
      }
    } catch {
      // It broke, which is an end as well.
    }
    this.ended = true;
    this.patience.wake();
  }

  private note(block: string): void {
    const fields = new Map(
      block.split('\n').map((line): [string, string] => {
        const colon = line.indexOf(': ');
        return [line.slice(0, colon), line.slice(colon + 2)];
      }),
    );
    const [id, name, data] = [fields.get('id') ?? null, fields.get('event'), fields.get('data')];
    if (name === undefined || data === undefined) this.asides.push(block);
    else this.heard.push({ id, name, data: JSON.parse(data) });
  }
}
