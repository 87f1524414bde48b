import { Agent, type IncomingHttpHeaders, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  /** As JSON; undefined without a body, and of an answer that is no JSON. */
  body: unknown;
}

/** One request, exactly as it is given: a path is not tidied up, a body not encoded. An answer without an end is left. */
export function send(
  url: string,
  { method = 'GET', path = '/', headers = {}, body = '' }: Sent,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const length = Buffer.byteLength(body);
    // Node would send the body of a DELETE without its length, and it would look like another request.
    const all = length === 0 ? headers : { ...headers, 'content-length': String(length) };
    const asked = request({ agent, hostname, port, method, path, headers: all }, (response) => {
      const { statusCode: status = 0, headers: told } = response;
      if (!told['content-type']?.startsWith('application/json')) {
        response.destroy();
        resolve({ status, headers: told, body: undefined });
        return;
      }
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = String(Buffer.concat(chunks));
        resolve({ status, headers: told, body: text === '' ? undefined : JSON.parse(text) });
      });
    });
    asked.setTimeout(20_000, () =>
      asked.destroy(new Error(`${method} ${path.slice(0, 200)} is not answered`)),
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

export interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** Some at once: the answers, in the order of what was asked. */
export async function sendAll(url: string, all: readonly Sent[]): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (let i = 0; i < all.length; i += 64) {
    answers.push(...(await Promise.all(all.slice(i, i + 64).map((one) => send(url, one)))));
  }
  return answers;
}
