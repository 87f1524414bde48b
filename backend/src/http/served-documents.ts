interface Told {
  /** Whether everybody may read them: in development. */
  open: boolean;
  openApi: object;
  asyncApi: object;
}

/** The documents as they are sent, printed once. */
export class ServedDocuments {
  readonly open: boolean;
  readonly openApi: string;
  readonly asyncApi: string;

  constructor({ open, openApi, asyncApi }: Told) {
    this.open = open;
    this.openApi = JSON.stringify(openApi);
    this.asyncApi = JSON.stringify(asyncApi);
  }
}
