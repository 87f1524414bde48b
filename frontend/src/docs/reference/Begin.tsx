import { type Reference, WAY_WORDS, type Way } from '../reading/entry.js';
import { Code } from './Code.js';
import { Words } from './Words.js';

/** The first page: what there is, and the shortest way to a first message. */
export function Begin({ reference }: { reference: Reference }) {
  const { origin } = location;
  return (
    <article className="entry">
      <header>
        <h2>Talk with this server</h2>
        <p className="lead">
          Everything a program can ask of this server and hear from it. The server tells this itself, of the
          version that runs; each page has a <em>Try it</em>, and the console beside it is live.
        </p>
      </header>
      <section>
        <h3>A first message</h3>
        <Code title="curl" text={firstToken(origin)} />
        <Code title="JavaScript" text={firstMessage(origin)} />
      </section>
      {(Object.keys(WAY_WORDS) as Way[]).map((way) => (
        <section key={way}>
          <h3>{WAY_WORDS[way]}</h3>
          <Words text={reference.about[way]} />
        </section>
      ))}
      <section>
        <h3>For tools</h3>
        <ul className="links">
          <li>
            <a href="/api/openapi.json">/api/openapi.json</a>{' '}
            <span className="quiet">OpenAPI 3.1, the routes</span>
          </li>
          <li>
            <a href="/api/asyncapi.json">/api/asyncapi.json</a>{' '}
            <span className="quiet">AsyncAPI 3, the sockets</span>
          </li>
        </ul>
      </section>
    </article>
  );
}

const firstToken = (origin: string) => `curl '${origin}/api/auth/login' \\
  -H 'Content-Type: application/json' \\
  -d '{"username":"Ada","password":"correct horse battery"}'
# {"accessToken":"...","refreshToken":"...","user":{...}}`;

const firstMessage = (origin: string) => `import { io } from 'socket.io-client';

const socket = io('${origin}', { auth: { token: TOKEN } });
socket.on('message', ({ username, message }) => console.log(username, message));
await socket.emitWithAck('join_room', { roomId: 'general' });
await socket.emitWithAck('send_message', { roomId: 'general', message: 'Hello!' });`;
