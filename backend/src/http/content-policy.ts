import type { IncomingMessage } from 'node:http';

/** A content security policy as helmet takes it: each directive's sources, some of them of the request. */
export type ContentPolicy = Record<string, readonly (string | ((request: IncomingMessage) => string))[]>;

const SELF = ["'self'"];
const NONE = ["'none'"];

/** What no answer of ours ever needs. */
const CLOSED: ContentPolicy = {
  defaultSrc: NONE,
  baseUri: NONE,
  formAction: NONE,
  frameAncestors: NONE,
};

/** An answer to a program. Should a browser ever show one as a page, it is a dead one. */
export const ANSWER_POLICY: ContentPolicy = CLOSED;

/**
 * A page may run its own scripts only, talk to its own instances only, and make no markup of any text: `trusted-types`
 * lets through one policy, which knows the addresses of the page's workers and nothing else, so whatever writes HTML throws.
 *
 * @param instanceOrigins of all instances, for pages that move from one to another: `http://chat.example:3001`
 */
export function pagePolicy(instanceOrigins: readonly string[]): ContentPolicy {
  return {
    ...CLOSED,
    scriptSrc: SELF,
    scriptSrcAttr: NONE,
    styleSrc: SELF,
    // The tab's icon tells what waits, and is drawn in the page.
    imgSrc: [...SELF, 'data:'],
    fontSrc: SELF,
    // Not every browser takes 'self' for sockets of the same host.
    connectSrc: [
      ...SELF,
      ({ headers }) => socketsOf(headers.host),
      ...instanceOrigins.flatMap((origin) => [origin, origin.replace(/^http/, 'ws')]),
    ],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['parley-worker'],
  };
}

/** A Host header is the client's word: one that is more than a host must not become part of a policy. */
function socketsOf(host = ''): string {
  return /^[\w.:[\]-]+$/.test(host) ? `ws://${host} wss://${host}` : "'self'";
}
