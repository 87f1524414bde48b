import type { Request } from 'express';
import type { ClientAddresses } from '../chat/client-addresses.js';

const LOOPBACK = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;

/** Whether a request was made on this machine. A proxy on it would make strangers look so. */
export function isLocal(request: Request, addresses: ClientAddresses): boolean {
  return LOOPBACK.test(request.socket.remoteAddress ?? '') && !addresses.isMediated(request);
}
