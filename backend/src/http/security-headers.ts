import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import { ANSWER_POLICY, pagePolicy } from './content-policy.js';
import { NOT_PAGES } from './not-pages.js';

/** As Express and Engine.IO call it. `secure` is Express's: the request came by TLS, as far as its proxy is believed. */
export type SecurityHeaders = (
  request: IncomingMessage & { secure?: boolean },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

const YEAR_S = 31_536_000;

/** What the page does not use, so that nothing that gets into it can either. */
const PERMISSIONS = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * The headers that every answer has, refusals too.
 *
 * @param instanceOrigins of all instances, for pages that move from one to another: `http://chat.example:3001`
 */
export function securityHeaders(instanceOrigins: readonly string[]): SecurityHeaders {
  const page = headersWith(pagePolicy(instanceOrigins));
  const answer = headersWith(ANSWER_POLICY);
  return (request, response, next) => {
    response.setHeader('Permissions-Policy', PERMISSIONS);
    // Of this host alone: what else its domain serves is not ours to move to TLS.
    if (request.secure) response.setHeader('Strict-Transport-Security', `max-age=${YEAR_S}`);
    const headers = NOT_PAGES.test(request.url ?? '') ? answer : page;
    headers(request, response, next);
  };
}

function headersWith(directives: typeof ANSWER_POLICY) {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    frameguard: { action: 'deny' },
    strictTransportSecurity: false,
  });
}
