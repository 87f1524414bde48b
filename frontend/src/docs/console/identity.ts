import type { Session } from '@parley/client';
import { bodyOf, request } from './http.js';

/** As whom the console speaks. */
export type Identity = { kind: 'me' } | { kind: 'guest'; name: string } | { kind: 'token'; token: string };

/** Finds a token for the user who speaks. A guest is made once for each name. */
export class Tokens {
  private readonly guests = new Map<string, string>();

  constructor(private readonly session: Session) {}

  async of(identity: Identity): Promise<string> {
    switch (identity.kind) {
      case 'me':
        return this.session.accessToken();
      case 'token':
        return identity.token;
      case 'guest':
        return this.guests.get(identity.name) ?? this.makeGuest(identity.name);
    }
  }

  /** A token that was refused is not offered again. */
  forget(identity: Identity): void {
    if (identity.kind === 'guest') this.guests.delete(identity.name);
  }

  private async makeGuest(name: string): Promise<string> {
    const response = await request('POST', '/api/auth/guest', null, { username: name });
    const { accessToken, error } = (await bodyOf(response)) as {
      accessToken?: string;
      error?: { message: string };
    };
    if (accessToken === undefined)
      throw new Error(error?.message ?? `The server answered with ${response.status}.`);
    this.guests.set(name, accessToken);
    return accessToken;
  }
}
