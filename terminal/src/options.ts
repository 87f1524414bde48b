import { parseArgs } from 'node:util';

export interface Options {
  url: string;
  roomId: string;
  way: Way;
}

export type Way =
  | { as: 'guest'; name: string }
  /** Null: to be asked for. */
  | { as: 'account'; username: string; password: string | null }
  | { as: 'token'; token: string };

export type Parsed = { ask: 'talk'; options: Options } | { ask: 'help' } | { ask: 'nothing'; fault: string };

export const USAGE = `Parley in a terminal.

  npm run chat -- [--room general] [--url http://localhost:3000] [--name NAME | --user NAME]

  --room   the room to talk in
  --url    the server
  --name   enter as a guest of that name
  --user   sign in to an account; the password is asked for

  PARLEY_URL, PARLEY_USER, PARLEY_PASSWORD and PARLEY_TOKEN (an access token) say the same for scripts.
  NO_COLOR turns the colours off. Lines that are piped in are sent: echo "deploy done" | npm run -s chat -- --room general`;

/** What the command line and the environment ask for. `whoami`: the guest's name unless told otherwise. */
export function parseOptions(args: string[], env: NodeJS.ProcessEnv, whoami: string): Parsed {
  try {
    const { values } = parseArgs({
      args,
      options: {
        room: { type: 'string' },
        url: { type: 'string' },
        name: { type: 'string' },
        user: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { ask: 'help' };
    if (values.name !== undefined && values.user !== undefined)
      throw new Error('--name or --user, not both.');
    if (values.room === '') throw new Error('--room needs the name of a room.');
    const url = values.url ?? env.PARLEY_URL ?? 'http://localhost:3000';
    if (!URL.canParse(url))
      throw new Error(`${url} is no address of a server: http://localhost:3000 is one.`);
    return {
      ask: 'talk',
      options: { url, roomId: values.room ?? 'general', way: wayOf(values, env, whoami) },
    };
  } catch (error) {
    return { ask: 'nothing', fault: error instanceof Error ? error.message : String(error) };
  }
}

/** What is typed goes before what stands in the environment. */
function wayOf(values: { name?: string; user?: string }, env: NodeJS.ProcessEnv, whoami: string): Way {
  if (values.name !== undefined) return { as: 'guest', name: values.name };
  if (values.user === undefined && env.PARLEY_TOKEN) return { as: 'token', token: env.PARLEY_TOKEN };
  const username = values.user ?? env.PARLEY_USER;
  if (username) return { as: 'account', username, password: env.PARLEY_PASSWORD || null };
  return { as: 'guest', name: whoami };
}
