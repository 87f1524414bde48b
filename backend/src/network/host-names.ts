import { isIP } from 'node:net';
import { hostname } from 'node:os';

// A foreign page can give its own name the address of this machine (DNS rebinding). Its requests then come from here
// and call that name their own host, so only names that no other site can have are believed.

/** The name in a Host header, without port and brackets, in lower case. Null where there is none. */
export function hostNameOf(host: string | undefined): string | null {
  if (host === undefined || !URL.canParse(`http://${host}`)) return null;
  return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
}

/** A name that browsers never ask DNS for, and that means this machine. */
export function isLoopbackName(name: string | null): boolean {
  if (name === null) return false;
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  );
}

/** An address, which needs no DNS, or what this machine is called in its own network. */
export function isNameOfThisMachine(name: string | null): boolean {
  if (name === null) return false;
  const own = hostname().toLowerCase();
  return isLoopbackName(name) || isIP(name) !== 0 || name === own || name === `${own}.local`;
}
