import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  commands,
  type ErrorCode,
  frameDescriptions,
  frames,
  type Output,
  type Reply,
  type Route,
  routes,
  type ServerFrame,
  type User,
} from '@parley/protocol';
import { PlainTalker } from '../support/plain-talker.js';
import { Talker } from '../support/talker.js';
import type { Role, Rule } from './rules.js';
import type { Place, World } from './world.js';

type FrameName = keyof (typeof frames)['client'];
export type Operation =
  | `command ${keyof typeof commands}`
  | `route ${keyof typeof routes}`
  | `frame ${FrameName}`;
type Fields = Record<string, unknown>;

export interface Answer {
  /** `done`, or the code of the refusal. */
  outcome: string;
  /** All that a refusal says. */
  text: string;
}

/** Does one operation as one role in a room. */
export async function ask(
  world: World,
  operation: Operation,
  { on = 'theirs', input }: Pick<Rule, 'on' | 'input'>,
  place: Place,
  role: Role,
): Promise<Answer> {
  const given = await realized(world, input ?? {});
  const fields = input && Object.keys(input).length > 0 ? given : { ...world.fields(place, on), ...given };
  const [transport, name] = operation.split(' ') as [string, string];
  if (transport === 'command') return command(world, name as keyof typeof commands, fields, place, role);
  if (transport === 'route') {
    // It ends what else its caller has open, and the others of the same role go on here.
    const user = name === 'end_other_sessions' ? await world.twin(role) : world.known(role)?.user;
    return route(world, routes[name as keyof typeof routes], fields, place, user);
  }
  return frame(world, name as FrameName, fields, role);
}

/** Some inputs must be somebody's or something of this moment. */
async function realized(world: World, input: Fields): Promise<Fields> {
  const made = { ...input };
  const session = await world.session(world.other);
  if (made.token === 'access') made.token = session.accessToken;
  if (made.refreshToken === 'refresh') made.refreshToken = session.refreshToken;
  if (made.sessionId === 'theirs') made.sessionId = await world.sessionIdOf(session);
  if (made.username === 'new') made.username = `new${randomUUID().slice(0, 8)}`;
  if (made.username === 'known') made.username = await world.somebodyWhoCanLogIn();
  return made;
}

async function command(
  world: World,
  name: keyof typeof commands,
  fields: Fields,
  { roomId }: Place,
  role: Role,
): Promise<Answer> {
  const talker = world.known(role)?.talker ?? Talker.open(world.url);
  const reply = await talker.askAnything(name, inputOf(commands[name].input, fields));
  if (role === 'anonymous') talker.close();
  if (!reply.ok) return refusal(reply.error);
  const synced =
    name === 'sync' && (reply as Extract<Reply<Output<'sync'>>, { ok: true }>).data.rooms[roomId];
  return synced && synced.status === 'gone' ? { outcome: 'not_found', text: JSON.stringify(synced) } : DONE;
}

async function route(
  world: World,
  it: Route,
  fields: Fields,
  place: Place,
  user: User | undefined,
): Promise<Answer> {
  // A session of its own: some routes end the one they are called with.
  const token = user && (await world.session(user)).accessToken;
  const path = it.path.replace(/\{(\w+)\}/g, (_, key: string) =>
    String({ ...fields, ...place }[key] ?? fields[key]),
  );
  const response = await fetch(world.url + path, {
    method: it.method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(it.body ? { 'content-type': 'application/json' } : {}),
    },
    ...(it.body ? { body: JSON.stringify(inputOf(it.body, fields)) } : {}),
  });
  if (response.status >= 400)
    return refusal(((await response.json()) as { error: { code: ErrorCode } }).error);
  // One answer has no end; of the others the server shall know that they were read.
  const endless = response.headers.get('content-type')?.startsWith('text/event-stream');
  await (endless ? response.body?.cancel() : response.text());
  return DONE;
}

async function frame(world: World, type: FrameName, fields: Fields, role: Role): Promise<Answer> {
  const plain = world.known(role)?.plain ?? PlainTalker.open(world.urlWithoutGuests);
  if (plain.socket.readyState === plain.socket.CONNECTING) await once(plain.socket, 'open');
  const before = plain.heard.length;
  plain.send({ type, ...inputOf(frames.client[type], fields) });
  const isAnswer = (heard: ServerFrame) => {
    const mine = !('groupId' in heard) || heard.groupId === fields.groupId;
    if (heard.type === 'ERROR') return heard.frame === type && mine;
    return frameDescriptions.client[type].answers.some((answer) => answer === heard.type) && mine;
  };
  const answers = () => plain.heard.slice(before).filter(isAnswer);
  await plain.until(() => answers().length > 0, `for an answer to ${type}`);
  if (role === 'anonymous') plain.close();
  const [answer] = answers();
  return answer?.type === 'ERROR' ? refusal(answer) : DONE;
}

const DONE: Answer = { outcome: 'done', text: '' };

function refusal(error: { code: ErrorCode }): Answer {
  return { outcome: error.code, text: JSON.stringify(error) };
}

/** What a schema asks for, out of what there is; all of it where the schema has several shapes. */
function inputOf(schema: unknown, fields: Fields): Fields {
  const { shape } = (schema as { _zod: { def: { shape?: object } } })._zod.def;
  if (!shape) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== 'type' && key in shape));
}
