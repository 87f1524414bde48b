import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** What OWASP recommends for Argon2id, which is the library's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes of passwords, by Argon2id. */
export class Passwords {
  /** Its password is unknown. */
  private readonly decoy = hash(randomBytes(16), COST);

  hash(password: string): Promise<string> {
    return hash(plain(password), COST);
  }

  /** Takes as long without a hash as with one: the time must not tell whether a name exists. */
  async verify(password: string, passwordHash: string | null): Promise<boolean> {
    const matches = await verify(passwordHash ?? (await this.decoy), plain(password));
    return matches && passwordHash !== null;
  }
}

/** Keyboards differ in how they compose letters; the person typed the same. */
function plain(password: string): string {
  return password.normalize('NFKC');
}
