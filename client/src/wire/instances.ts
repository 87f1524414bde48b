/** The addresses of the instances one may be connected to, and which of them is next. */
export class Instances {
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

  /** A server told of the others. The one in use stays in use, and the one begun with is never forgotten. */
  learn(urls: readonly string[]): void {
    const inUse = this.current;
    this.urls = [...new Set([this.first, inUse, ...urls.map(originOf)])];
    this.at = this.urls.indexOf(inUse);
  }

  /** The present one does not answer. */
  moveOn(): void {
    this.at = (this.at + 1) % this.urls.length;
  }
}

export function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return url;
  }
}
