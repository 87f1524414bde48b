import { type Body, SignedIn, User } from '@parley/protocol';
import { ParleyError, type ParleyErrorCode } from '../errors.js';
import { Listeners } from '../listeners.js';
import { Instances, originOf } from '../wire/instances.js';
import { type AccessToken, receiveToken } from './access-token.js';
import { http } from './http.js';
import { MemorySessionStorage, type SessionStorage } from './session-storage.js';

export type SessionState =
  | { state: 'signed_out' }
  | { state: 'signed_in'; user: User }
  /** The server ended it, or refuses to renew it: sign in again. Trouble with the network never leads here. */
  | { state: 'ended'; code: ParleyErrorCode };

export interface SessionOptions {
  /** The address of the server, or of any one instance. */
  url: string;
  /** `cookie`: the refresh token stays out of the page's reach; for pages served by that same address. */
  keep?: 'cookie' | 'body';
  storage?: SessionStorage;
}

/** Who one is towards the server: signs in, keeps the tokens, renews them in time. */
export class Session {
  readonly instances: Instances;
  private readonly url: string;
  private readonly keep: 'cookie' | 'body';
  private readonly storage: SessionStorage;
  private readonly changed = new Listeners((error) => console.error(error));
  private current: SessionState = { state: 'signed_out' };
  private token: AccessToken | null = null;
  private refreshToken: string | null = null;
  private renewing: Promise<void> | null = null;

  constructor({ url, keep = 'body', storage = new MemorySessionStorage() }: SessionOptions) {
    this.url = originOf(url);
    this.keep = keep;
    this.storage = storage;
    this.instances = new Instances(this.url);
  }

  get state(): SessionState {
    return this.current;
  }

  subscribe = (listener: () => void): (() => void) => this.changed.add(listener);

  register(username: string, password: string): Promise<User> {
    return this.begin('register', { username, password, session: this.keep });
  }

  logIn(username: string, password: string): Promise<User> {
    return this.begin('login', { username, password, session: this.keep });
  }

  enterAsGuest(username: string): Promise<User> {
    return this.begin('guest', { username, session: this.keep });
  }

  /**
   * Acts with an access token from elsewhere. Throws what the server has against it. Nothing can renew it: the session
   * ends with the token.
   */
  async useToken(accessToken: string): Promise<User> {
    const answer = await http({ method: 'GET', url: `${this.instances.current}/api/me`, token: accessToken });
    const user = User.safeParse(answer);
    if (!user.success) throw malformed('The answer of /api/me');
    this.token = receiveToken(accessToken, Date.now());
    this.become({ state: 'signed_in', user: user.data });
    return user.data;
  }

  /** Takes up the stored session, without asking the server: it is renewed when first needed. */
  resume(): SessionState {
    const stored = this.storage.load();
    if (stored) {
      this.refreshToken = stored.refreshToken;
      this.become({ state: 'signed_in', user: stored.user });
    }
    return this.current;
  }

  /** Signs out here even when the server cannot be told. */
  async logOut(): Promise<void> {
    const token = this.token?.text;
    const refreshToken = this.refreshToken;
    this.forget({ state: 'signed_out' });
    const body = refreshToken === null ? {} : { refreshToken };
    const request = { method: 'POST', url: `${this.authBase}/api/auth/logout`, body } as const;
    await http(token === undefined ? request : { ...request, token }).catch(() => undefined);
  }

  /** A token that is valid for a while. Throws `signed_out`, or the trouble of renewing. */
  async accessToken(): Promise<string> {
    if (!this.token || this.token.renewAt <= Date.now()) {
      await this.renew().catch((error: unknown) => {
        // Where renewing is out of reach (its instance is gone, say) a token serves to its end.
        if (!this.token || this.token.endsAt <= Date.now()) throw error;
      });
    }
    if (!this.token) throw signedOut();
    return this.token.text;
  }

  /**
   * Gets new tokens: once, however many ask at the same time, and not at all when `stale`, the one that was refused, is
   * not the present one any more. A refusal ends the session.
   */
  async renew(stale?: string): Promise<void> {
    if (stale !== undefined && this.token && this.token.text !== stale) return;
    this.renewing ??= this.askForTokens().finally(() => {
      this.renewing = null;
    });
    await this.renewing;
  }

  /** A server said, elsewhere, that this session is over. */
  end(code: ParleyErrorCode): void {
    if (this.current.state === 'signed_in') this.forget({ state: 'ended', code });
  }

  private async begin<R extends 'register' | 'login' | 'guest'>(route: R, body: Body<R>): Promise<User> {
    const answer = await http({ method: 'POST', url: `${this.authBase}/api/auth/${route}`, body });
    return this.accept(answer).user;
  }

  private async askForTokens(): Promise<void> {
    if (this.current.state !== 'signed_in') throw signedOut();
    const body: Body<'refresh'> = this.refreshToken === null ? {} : { refreshToken: this.refreshToken };
    try {
      const answer = await http({ method: 'POST', url: `${this.authBase}/api/auth/refresh`, body });
      // Whoever signed out meanwhile stays signed out.
      if (this.current.state === 'signed_in') this.accept(answer);
    } catch (error) {
      const failure = ParleyError.from(error);
      if (!failure.retry && failure.code !== 'malformed') this.end(failure.code);
      throw failure;
    }
  }

  private accept(answer: unknown): SignedIn {
    const read = SignedIn.safeParse(answer);
    if (!read.success) throw malformed('The answer to signing in');
    const { user, accessToken, refreshToken = null } = read.data;
    this.token = receiveToken(accessToken, Date.now());
    this.refreshToken = refreshToken;
    this.storage.save({ user, refreshToken });
    this.become({ state: 'signed_in', user });
    return read.data;
  }

  private forget(state: SessionState): void {
    this.token = null;
    this.refreshToken = null;
    this.storage.clear();
    this.become(state);
  }

  private become(state: SessionState): void {
    this.current = state;
    this.changed.tell();
  }

  /** A cookie belongs to one address; a token in hand is good at every instance. */
  private get authBase(): string {
    return this.keep === 'cookie' ? this.url : this.instances.current;
  }
}

function malformed(what: string): ParleyError {
  return new ParleyError('malformed', `${what} is not of the documented shape.`, false);
}

function signedOut(): ParleyError {
  return new ParleyError('signed_out', 'Sign in first.', false);
}
