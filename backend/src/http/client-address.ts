import type { Request } from 'express';

const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];
const LOOPBACK = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;

/** Whom limits count. Behind a proxy it is what Express's `trust proxy` makes of it. */
export function addressOf(request: Request): string {
  return request.ip ?? 'unknown';
}

/** Whether a request was made on this machine. A proxy on it would make strangers look so, but says that it is one. */
export function isLocal(request: Request): boolean {
  return (
    LOOPBACK.test(request.socket.remoteAddress ?? '') &&
    FORWARDING.every((header) => request.headers[header] === undefined)
  );
}
