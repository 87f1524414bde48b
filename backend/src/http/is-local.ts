import type { Request } from 'express';
import type { ClientAddresses } from '../network/client-addresses.js';
import { hostNameOf, isLoopbackName } from '../network/host-names.js';

const LOOPBACK = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;

/**
 * Whether a request was made on this machine. A proxy on it would make strangers look so, and so would a foreign page
 * whose name was given this machine's address: its requests name that host.
 */
export function isLocal(request: Request, addresses: ClientAddresses): boolean {
  return (
    LOOPBACK.test(request.socket.remoteAddress ?? '') &&
    isLoopbackName(hostNameOf(request.headers.host)) &&
    !addresses.isMediated(request)
  );
}
