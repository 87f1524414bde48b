import { type Body, SignedIn, User } from '@parley/protocol';
import { ParleyError, type ParleyErrorCode } from '../errors.js';
import { Listeners } from '../listeners.js';
import { Endpoints, isAddress, originOf } from '../wire/endpoints.js';
import { type AccessToken, receiveToken } from './access-token.js';
import { http } from './http.js';
import {
  isSameSession,
  MemorySessionStorage,
  type SessionStorage,
  type StoredSession,
} from './session-storage.js';

export type SessionState =
  | { state: 'signed_out' }
  | { state: 'signed_in'; user: User }
  /** The server ended it, or refuses to renew it: sign in again. Trouble with the network never leads here. */
  | { state: 'ended'; code: ParleyErrorCode };

export interface SessionOptions {
  /** The address of the server, or of any one instance, with its `http:` or `https:`. */
  url: string;
  /** `cookie`: the refresh token stays out of the page's reach; for pages served by that same address. */
  keep?: 'cookie' | 'body';
  storage?: SessionStorage;
}

/** What a server answers a refresh token that is worth nothing any more. */
const SESSION_OVER = new Set<ParleyErrorCode>(['session_ended', 'unauthenticated', 'account_disabled']);

/** Who one is towards the server: signs in, keeps the tokens, renews them in time. */
export class Session {
  readonly endpoints: Endpoints;
  private readonly url: string;
  private readonly keep: 'cookie' | 'body';
  private readonly storage: SessionStorage;
  private readonly changed = new Listeners((error) => console.error(error));
  private current: SessionState = { state: 'signed_out' };
  private token: AccessToken | null = null;
  private refreshToken: string | null = null;
  /** As it was stored, or would have been. */
  private own: StoredSession | null = null;
  private renewing: Promise<void> | null = null;

  /** Throws `bad_url`. */
  constructor({ url, keep = 'body', storage = new MemorySessionStorage() }: SessionOptions) {
    this.url = addressOf(url);
    this.keep = keep;
    this.storage = storage;
    this.endpoints = new Endpoints(this.url);
  }

  get state(): SessionState {
    return this.current;
  }

  subscribe = (listener: () => void): (() => void) => this.changed.add(listener);

  register(username: string, password: string): Promise<User> {
    return this.signIn('register', { username, password, session: this.keep });
  }

  logIn(username: string, password: string): Promise<User> {
    return this.signIn('login', { username, password, session: this.keep });
  }

  enterAsGuest(username: string): Promise<User> {
    return this.signIn('guest', { username, session: this.keep });
  }

  /**
   * Acts with an access token from elsewhere. Throws what the server has against it. Nothing can renew it: the session
   * ends with the token.
   */
  async useToken(accessToken: string): Promise<User> {
    const answer = await http({ method: 'GET', url: `${this.endpoints.current}/api/me`, token: accessToken });
    const user = User.safeParse(answer);
    if (!user.success) throw malformed('The answer of /api/me');
    this.token = receiveToken(accessToken, Date.now());
    this.setState({ state: 'signed_in', user: user.data });
    return user.data;
  }

  /** Takes up the stored session, without asking the server: it is renewed when first needed. */
  resume(): SessionState {
    const stored = this.stored();
    if (stored) {
      this.own = stored;
      this.refreshToken = stored.refreshToken;
      this.setState({ state: 'signed_in', user: stored.user });
    }
    return this.current;
  }

  /** Signs out here even when the server cannot be told. */
  async logOut(): Promise<void> {
    const token = this.token?.text;
    const refreshToken = this.refreshToken;
    // Another user may have signed in beside this program since: the cookie is theirs then.
    const withoutCookies = this.isReplaced();
    this.clear({ state: 'signed_out' });
    const body = refreshToken === null ? {} : { refreshToken };
    const request = {
      method: 'POST',
      url: `${this.authBase}/api/auth/logout`,
      body,
      withoutCookies,
    } as const;
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
    this.renewing ??= this.requestTokens().finally(() => {
      this.renewing = null;
    });
    await this.renewing;
  }

  /** A server said, elsewhere, that this session is over. */
  end(code: ParleyErrorCode): void {
    if (this.current.state === 'signed_in') this.clear({ state: 'ended', code });
  }

  private async signIn<R extends 'register' | 'login' | 'guest'>(route: R, body: Body<R>): Promise<User> {
    const answer = await http({ method: 'POST', url: `${this.authBase}/api/auth/${route}`, body });
    return this.accept(answer).user;
  }

  private async requestTokens(): Promise<void> {
    if (this.current.state !== 'signed_in') throw signedOut();
    const body: Body<'refresh'> = this.refreshToken === null ? {} : { refreshToken: this.refreshToken };
    try {
      const answer = await http({ method: 'POST', url: `${this.authBase}/api/auth/refresh`, body });
      // A user who signed out meanwhile stays signed out.
      if (this.current.state === 'signed_in') this.acceptRenewed(answer, this.current.user);
    } catch (error) {
      const failure = ParleyError.from(error);
      // Only a server that says so ends it. Without an answer the same token is shown again: it may be, until one came.
      if (SESSION_OVER.has(failure.code)) this.end(failure.code);
      throw failure;
    }
  }

  /** A cookie is shared by all tabs: another user may have signed in since. Their session is not taken over. */
  private acceptRenewed(answer: unknown, me: User): void {
    const read = SignedIn.safeParse(answer);
    if (read.success && read.data.user.id !== me.id)
      throw new ParleyError('session_ended', 'Another user has signed in here.', false);
    this.accept(answer);
  }

  private accept(answer: unknown): SignedIn {
    const read = SignedIn.safeParse(answer);
    if (!read.success) throw malformed('The answer to signing in');
    const { user, accessToken, refreshToken = null } = read.data;
    this.token = receiveToken(accessToken, Date.now());
    this.refreshToken = refreshToken;
    const { sessionId } = this.token;
    const own = { user, refreshToken, ...(sessionId !== undefined && { id: sessionId }) };
    this.own = own;
    this.attempt((storage) => storage.save(own));
    this.setState({ state: 'signed_in', user });
    return read.data;
  }

  private clear(state: SessionState): void {
    const isReplaced = this.isReplaced();
    this.token = null;
    this.refreshToken = null;
    this.own = null;
    if (!isReplaced) this.attempt((storage) => storage.clear());
    this.setState(state);
  }

  private stored(): StoredSession | null {
    return this.attempt((storage) => storage.load()) ?? null;
  }

  /** What is stored now is another session: it is not ours to clear. */
  private isReplaced(): boolean {
    const stored = this.stored();
    return stored !== null && this.own !== null && !isSameSession(stored, this.own);
  }

  /** A storage that is refused or full does not keep a user from signing in. */
  private attempt<T>(act: (storage: SessionStorage) => T): T | undefined {
    try {
      return act(this.storage);
    } catch (error) {
      console.error(error);
      return undefined;
    }
  }

  private setState(state: SessionState): void {
    this.current = state;
    this.changed.emit();
  }

  /** A cookie belongs to one address; a token in hand is good at every instance. */
  private get authBase(): string {
    return this.keep === 'cookie' ? this.url : this.endpoints.current;
  }
}

function addressOf(url: string): string {
  if (isAddress(url)) return originOf(url);
  const hint = `Give it with its scheme, as https://chat.example.org: ${JSON.stringify(url)}`;
  throw new ParleyError('bad_url', `This is no address of a server. ${hint}`, false);
}

function malformed(what: string): ParleyError {
  return new ParleyError('malformed', `${what} is not of the documented shape.`, false);
}

function signedOut(): ParleyError {
  return new ParleyError('signed_out', 'Sign in first.', false);
}
