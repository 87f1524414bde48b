/**
 * Which pages may talk to this server: those it serves itself, those of the other instances, and those an operator
 * names. Compared whole, so that neither a suffix nor `null` gets in. A request without an Origin comes from a program.
 */
export class Origins {
  private readonly named: ReadonlySet<string>;

  constructor(
    private readonly corsOrigin: '*' | readonly string[],
    instanceUrls: readonly string[],
  ) {
    this.named = new Set([...(corsOrigin === '*' ? [] : corsOrigin), ...instanceUrls]);
  }

  /** `host` is the request's Host header: a page from there is our own. */
  allow(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || this.corsOrigin === '*' || this.named.has(origin)) return true;
    return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
  }
}
