/** The addresses of the instances one may be connected to, and which of them is next. */
export class Endpoints {
  private urls: readonly string[];
  private at = 0;

  constructor(private readonly first: string) {
    this.urls = [first];
  }

  get current(): string {
    return this.urls[this.at] ?? this.first;
  }

  get all(): readonly string[] {
    return this.urls;
  }

  /** A server named the others. The one in use stays in use, and the one begun with is never forgotten. */
  update(urls: readonly string[]): void {
    const inUse = this.current;
    this.urls = [...new Set([this.first, inUse, ...urls.filter(isAddress).map(originOf)])];
    this.at = this.urls.indexOf(inUse);
  }

  /** The present one does not answer. */
  next(): void {
    this.at = (this.at + 1) % this.urls.length;
  }
}

/** Whether it is a whole address, which `localhost:3000` and `/` are not. */
export function isAddress(url: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}

export function originOf(url: string): string {
  return new URL(url).origin;
}
