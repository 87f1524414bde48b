import type { Session } from '@parley/client';
import { bodyOf, request } from './http.js';

/** As whom the console speaks. */
export type Who = { kind: 'me' } | { kind: 'guest'; name: string } | { kind: 'token'; token: string };

/** Finds a token for whoever speaks. A guest is made once for each name. */
export class Tokens {
  private readonly guests = new Map<string, string>();

  constructor(private readonly session: Session) {}

  async of(who: Who): Promise<string> {
    switch (who.kind) {
      case 'me':
        return this.session.accessToken();
      case 'token':
        return who.token;
      case 'guest':
        return this.guests.get(who.name) ?? this.makeGuest(who.name);
    }
  }

  /** A token that was refused is not offered again. */
  forget(who: Who): void {
    if (who.kind === 'guest') this.guests.delete(who.name);
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
