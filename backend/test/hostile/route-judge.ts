import { type ErrorCode, errors, type Route, type RouteName, refusalsOf, routes } from '@parley/protocol';
import { type Answered, type Sent, sendAll } from './http.js';

export const ROUTES = Object.keys(routes) as RouteName[];
export const routeOf = (name: RouteName): Route => routes[name];
export const JSON_BODY = { 'content-type': 'application/json' };

const SAMPLE: Readonly<Record<string, string>> = { roomId: 'general' };
const ANY_ID = '4b6e4a0e-5d0c-4c1c-9f0e-3f1f2a7c9d21';

/** What stands in braces in a route's path. */
export const paramsOf = ({ path }: Route) => [...path.matchAll(/\{(\w+)\}/g)].map(([, key = '']) => key);

export const pathOf = ({ path }: Route, params: Record<string, string> = {}) =>
  path.replace(/\{(\w+)\}/g, (_, key: string) => params[key] ?? SAMPLE[key] ?? ANY_ID);

interface Expected {
  /** Codes beside those of the route. */
  more?: ErrorCode[];
  /** Nothing may be done. */
  refused?: boolean;
}

/** Sends all to a route, and tells those that are not answered as it says it may answer. */
export async function faultsOf(
  url: string,
  name: RouteName,
  calls: readonly Sent[],
  expected: Expected = {},
) {
  const route = routeOf(name);
  const answers = await sendAll(
    url,
    calls.map((call) => ({ method: route.method, path: pathOf(route), ...call })),
  );
  return calls.flatMap(({ path, headers, body }, i) => {
    const fault = faultOf(name, answers[i], expected);
    const said = [path, JSON.stringify(headers), body].map((part) => String(part ?? '').slice(0, 120));
    return fault ? [[fault, ...said].join(' ')] : [];
  });
}

/** What is wrong with an answer; null: nothing. */
function faultOf(name: RouteName, answer: Answered | undefined, { more = [], refused = false }: Expected) {
  if (!answer) return 'no answer';
  const { status, body } = answer;
  const route = routeOf(name);
  if (status < 400) return status in route.answers && !refused ? null : `${status} is not right`;
  const error = (body as { error?: { code: ErrorCode; message: unknown; retry: unknown } } | undefined)
    ?.error;
  if (typeof error?.message !== 'string' || typeof error.retry !== 'boolean')
    return `${status} without an error`;
  const { code } = error;
  // Without its parameter it is the path of another route, which tells what that takes.
  if (status === 405 && more.includes(code)) {
    const { allow = '' } = answer.headers;
    return allow !== '' && !allow.split(', ').includes(route.method) ? null : `405 that allows ${allow}`;
  }
  if (code === 'internal' || ![...refusalsOf(route), ...more].includes(code)) return `${status} ${code}`;
  if (/node_modules|\.[jt]s:\d|SELECT|at Object/.test(error.message)) return 'it tells of the inside';
  // What is too large, or of a type or an encoding that is not taken, is malformed with a status of its own.
  const statuses = code === 'bad_request' ? [400, 413, 415] : [errors[code].status];
  return statuses.includes(status) ? null : `${status} for ${code}`;
}
