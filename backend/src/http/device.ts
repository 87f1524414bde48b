import Bowser from 'bowser';
import type { Request } from 'express';

/** No browser says more about itself. */
const LONGEST_AGENT = 512;
/** A program's name for itself, as `curl/8.5.0` begins. */
const PROGRAM = /^[\w.-]{1,32}/;

/** What a user signs in with, in a few words, out of what it says of itself: enough to recognize, and no more is kept. */
export function deviceOf(request: Request): string | null {
  const agent = request.headers['user-agent']?.slice(0, LONGEST_AGENT) ?? '';
  if (agent === '') return null;
  const { browser, os } = Bowser.parse(agent);
  // What tells no system is no browser, and begins with its name.
  if (!os.name) return PROGRAM.exec(agent)?.[0] ?? null;
  return browser.name ? `${browser.name} on ${os.name}` : os.name;
}
