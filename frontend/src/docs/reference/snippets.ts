import type { Entry } from '../reading/entry.js';

export interface Snippet {
  readonly title: string;
  readonly text: string;
}

/** How one says or hears this, ready to be pasted. `TOKEN` is an access token. */
export function snippetsFor(entry: Entry, origin: string): Snippet[] {
  const example = entry.examples[0];
  switch (entry.way) {
    case 'http':
      return [
        { title: 'curl', text: curl(entry, origin, example) },
        { title: 'JavaScript', text: fetching(entry, origin, example) },
      ];
    case 'ws':
      return [{ title: 'JavaScript', text: plain(entry, origin, example) }];
    default:
      return [{ title: 'JavaScript', text: socket(entry, origin, example) }];
  }
}

function curl({ method, needsToken, ...entry }: Entry, origin: string, body: unknown): string {
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} '${addressOf(entry, origin)}'`,
    ...(needsToken ? [`-H "Authorization: Bearer $TOKEN"`] : []),
    ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body)}'`]),
  ];
  return lines.join(' \\\n  ');
}

function fetching({ method, needsToken, ...entry }: Entry, origin: string, body: unknown): string {
  const headers = [
    ...(needsToken ? ["authorization: 'Bearer ' + TOKEN"] : []),
    ...(body === undefined ? [] : [`'content-type': 'application/json'`]),
  ];
  const options = [
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    ...(headers.length > 0 ? [`  headers: { ${headers.join(', ')} },`] : []),
    ...(body === undefined ? [] : [`  body: JSON.stringify(${JSON.stringify(body)}),`]),
  ];
  const address = `'${addressOf(entry, origin)}'`;
  const call = options.length > 0 ? `fetch(${address}, {\n${options.join('\n')}\n})` : `fetch(${address})`;
  return `const response = await ${call};\nconsole.log(response.status, await response.text());`;
}

/** The address with an example for each of its parts. */
function addressOf({ path = '', parameters }: Pick<Entry, 'path' | 'parameters'>, origin: string): string {
  const filled = path.replace('{roomId}', 'general').replace('{userId}', USER_ID);
  const limited = parameters.some(({ name }) => name === 'limit') ? '?limit=50' : '';
  return `${origin}${filled}${limited}`;
}

const USER_ID = '4b6e4a0e-5d0c-4c1c-9f0e-3f1f2a7c9d21';

function socket({ name, side, schema, way }: Entry, origin: string, example: unknown): string {
  const token = way === 'socketio' && name !== 'authenticate';
  const head = `import { io } from 'socket.io-client';\n\nconst socket = io('${origin}'${token ? ', { auth: { token: TOKEN } }' : ''});`;
  if (side === 'ask') {
    const said = JSON.stringify(example, null, 2);
    return `${head}\nconst reply = await socket.emitWithAck('${name}', ${said});\nconsole.log(reply);`;
  }
  const places = Array.isArray(schema?.items) ? schema.items : [];
  const args = places
    .map(({ title }, i) => title ?? (places.length > 1 ? `said${i + 1}` : 'said'))
    .join(', ');
  return `${head}\nsocket.on('${name}', (${args}) => {\n  console.log(${args});\n});`;
}

function plain({ name, side }: Entry, origin: string, example: unknown): string {
  const head = `const socket = new WebSocket('${origin.replace(/^http/, 'ws')}/ws');`;
  if (side === 'hear') {
    return `${head}\nsocket.onmessage = ({ data }) => {\n  const frame = JSON.parse(data);\n  if (frame.type === '${name}') console.log(frame);\n};`;
  }
  return `${head}\nsocket.onmessage = ({ data }) => console.log(data);\nsocket.onopen = () => socket.send(JSON.stringify(${JSON.stringify(example, null, 2)}));`;
}
