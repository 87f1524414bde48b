import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';

const SEPARATOR = '\x1e';
const WITHIN_MS = 10_000;

interface Options {
  /** Whose TCP connections it uses, for a test that shares them as a proxy does. */
  agent?: Agent;
  headers?: Record<string, string>;
}

interface Answer {
  status: number;
  body: string;
}

/** Engine.IO by polling, one request at a time: what any program can send, packet by packet. */
export class Poller {
  private constructor(
    private readonly address: string,
    private readonly options: Options,
  ) {}

  static async open(url: string, options: Options = {}): Promise<Poller> {
    const address = `${url}/socket.io/?EIO=4&transport=polling`;
    const { status, body } = await ask('GET', address, options);
    if (status !== 200) throw new Error(`The handshake is answered by ${status}: ${body}`);
    const { sid } = JSON.parse(body.slice(1)) as { sid: string };
    return new Poller(`${address}&sid=${sid}`, options);
  }

  /** Packets of Engine.IO, whose messages are type 4: `40` asks for the namespace. */
  send(...packets: string[]): Promise<Answer> {
    return ask('POST', this.address, this.options, packets.join(SEPARATOR));
  }

  async poll(): Promise<string[]> {
    const { status, body } = await ask('GET', this.address, this.options);
    if (status !== 200) throw new Error(`A poll is answered by ${status}: ${body}`);
    return body.split(SEPARATOR);
  }

  /** What comes until the server closes. Type 1 is that, and 6 is nothing at all. */
  async pollAll(): Promise<string[]> {
    const heard: string[] = [];
    for (let packets: string[] = []; !packets.includes('1'); heard.push(...packets))
      packets = await this.poll();
    return heard.filter((packet) => packet !== '6' && packet !== '1');
  }

  /** Asks for what comes and reads nothing of the answer. */
  pollUnread(): ClientRequest {
    return request(this.address, this.options)
      .on('error', () => undefined)
      .end();
  }
}

function ask(method: string, address: string, { agent, headers: more }: Options, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'text/plain;charset=UTF-8',
      'content-length': Buffer.byteLength(body),
      ...more,
    };
    const asked = request(
      address,
      { method, headers, agent, timeout: WITHIN_MS },
      (answer: IncomingMessage) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
        answer.on('error', reject);
      },
    );
    asked.on('timeout', () => asked.destroy(new Error(`${method} is not answered`)));
    asked.on('error', reject);
    asked.end(body);
  });
}
