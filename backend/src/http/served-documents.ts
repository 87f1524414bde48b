interface Told {
  /** Whether everybody may read them: in development. */
  open: boolean;
  openApi(): object;
  asyncApi(): object;
}

/** The documents as they are sent. Each is made when it is first asked for: an instance starts without them. */
export class ServedDocuments {
  readonly open: boolean;
  private readonly printed = new Map<string, string>();

  constructor(private readonly told: Told) {
    this.open = told.open;
  }

  get openApi(): string {
    return this.printOnce('openApi');
  }

  get asyncApi(): string {
    return this.printOnce('asyncApi');
  }

  private printOnce(name: 'openApi' | 'asyncApi'): string {
    const printed = this.printed.get(name) ?? JSON.stringify(this.told[name]());
    this.printed.set(name, printed);
    return printed;
  }
}
