/** More of an answer is not shown, characters. */
const SHOWN = 100_000;

/** One request to the server the page came from. */
export function request(
  method: string,
  path: string,
  token: string | null,
  body: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = {};
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  return fetch(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
}

/** What an answer says: parsed where it is JSON, else its text; undefined where there is none. */
export async function bodyOf(response: Response): Promise<unknown> {
  if (typeOf(response) === 'application/json') return response.json();
  const text = await beginningOf(response);
  return text === '' ? undefined : text;
}

export function isEventStream(response: Response): boolean {
  return typeOf(response) === 'text/event-stream';
}

/** The events of a stream as they come: their names, and their data parsed. Ends with the stream. */
export async function* eventsOf({ body }: Response): AsyncGenerator<{ name: string; data: unknown }> {
  let rest = '';
  for await (const piece of piecesOf(body)) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = fieldOf(block, 'data');
      // A comment keeps the line open and says nothing.
      if (data !== null) yield { name: fieldOf(block, 'event') ?? 'message', data: JSON.parse(data) };
    }
  }
}

function fieldOf(block: string, name: string): string | null {
  const line = block.split('\n').find((one) => one.startsWith(`${name}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}

function typeOf({ headers }: Response): string {
  return (headers.get('content-type') ?? '').replace(/;.*/, '');
}

/** A room of a million messages is not read to its end only to be shown. */
async function beginningOf({ body }: Response): Promise<string> {
  let text = '';
  for await (const piece of piecesOf(body)) {
    text += piece;
    if (text.length >= SHOWN) return `${text.slice(0, SHOWN)} …`;
  }
  return text;
}

/** To stop reading is to end the answer. Safari cannot iterate over a stream. */
async function* piecesOf(body: Response['body']): AsyncGenerator<string> {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
