import type { IncomingMessage } from 'node:http';

/** A content security policy as helmet takes it: each directive's sources, some of them of the request. */
export type ContentPolicy = Record<string, readonly (string | ((request: IncomingMessage) => string))[]>;

/**
 * A page may run its own scripts only, and talk to its own instances only.
 *
 * @param instanceOrigins of all instances, for pages that move from one to another: `http://chat.example:3001`
 */
export function contentPolicy(instanceOrigins: readonly string[]): ContentPolicy {
  const self = ["'self'"];
  const none = ["'none'"];
  return {
    defaultSrc: self,
    scriptSrc: self,
    scriptSrcAttr: none,
    styleSrc: self,
    imgSrc: [...self, 'data:', 'blob:'],
    fontSrc: self,
    // Not every browser takes 'self' for sockets of the same host.
    connectSrc: [
      ...self,
      ({ headers }) => socketsOf(headers.host),
      ...instanceOrigins.flatMap((origin) => [origin, origin.replace(/^http/, 'ws')]),
    ],
    workerSrc: self,
    manifestSrc: self,
    objectSrc: none,
    baseUri: none,
    formAction: self,
    frameAncestors: none,
  };
}

/** A Host header is the client's word: one that is more than a host must not become part of a policy. */
function socketsOf(host = ''): string {
  return /^[\w.:[\]-]+$/.test(host) ? `ws://${host} wss://${host}` : "'self'";
}
