import { createSecretKey, type KeyObject } from 'node:crypto';

/** The key of access tokens. As a KeyObject, because with a plain string each verification prepares it again, 45 times slower. */
export class TokenKey {
  readonly key: KeyObject;

  constructor(secret: string) {
    this.key = createSecretKey(Buffer.from(secret));
  }
}
