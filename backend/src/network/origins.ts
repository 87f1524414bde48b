import { hostNameOf, isNameOfThisMachine } from './host-names.js';

/**
 * Which pages may talk to this server: those it serves itself, those of the other instances, and those an operator
 * names. Compared whole, so that neither a suffix nor `null` gets in. A request without an Origin comes from a program.
 */
export class Origins {
  private readonly named: ReadonlySet<string>;

  /**
   * @param ownHosts whose pages count as our own by their Host header: in production a proxy gives us any name; in
   *   development, where being on this machine is a right, only a name that no foreign page can have
   */
  constructor(
    private readonly corsOrigin: '*' | readonly string[],
    instanceUrls: readonly string[],
    private readonly ownHosts: 'any' | 'this machine',
  ) {
    this.named = new Set([...(corsOrigin === '*' ? [] : corsOrigin), ...instanceUrls]);
  }

  /** `host` is the request's Host header: a page from there is our own. */
  allow(origin: string | undefined, host: string | undefined): boolean {
    return origin === undefined || this.corsOrigin === '*' || this.isOurs(origin, host);
  }

  /** Whether it is a page of our own, or of a named origin: those alone may bring a cookie or be given one. */
  isOurs(origin: string, host: string | undefined): boolean {
    if (this.named.has(origin)) return true;
    if (host === undefined || (origin !== `http://${host}` && origin !== `https://${host}`)) return false;
    return this.ownHosts === 'any' || isNameOfThisMachine(hostNameOf(host));
  }
}
