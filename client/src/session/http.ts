import { ParleyError } from '../errors.js';
import { isWireError } from '../wire/request.js';

const TIMEOUT_MS = 15_000;

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: string;
  token?: string;
  body?: unknown;
  /** The cookies of this address are not ours. */
  withoutCookies?: boolean;
}

/** One request. Resolves to the parsed body (null when there is none); every failure is a ParleyError. */
export async function http({ method, url, token, body, withoutCookies }: HttpRequest): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const init: RequestInit = { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
  if (withoutCookies) init.credentials = 'omit';
  if (body !== undefined) init.body = JSON.stringify(body);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, init);
    text = await response.text();
  } catch (error) {
    throw unreachable(error instanceof Error ? error.message : String(error));
  }
  const answer = text === '' ? null : parse(text);
  if (response.ok && answer !== undefined) return answer;
  if (answer && typeof answer === 'object' && 'error' in answer && isWireError(answer.error)) {
    throw ParleyError.fromWire(answer.error);
  }
  throw unreachable(`HTTP ${response.status} without an answer of Parley's`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreachable(why: string): ParleyError {
  return new ParleyError('unreachable', `The server cannot be reached: ${why}`, true, 'unknown');
}
