import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Body, SignedIn } from '@parley/protocol';
import type { Request, Response } from 'express';
import { EnterAsGuest } from '../chat/accounts/enter-as-guest.js';
import { LogIn } from '../chat/accounts/log-in.js';
import { LogOut } from '../chat/accounts/log-out.js';
import { Register } from '../chat/accounts/register.js';
import { RenewSession } from '../chat/accounts/renew-session.js';
import type { OpenedSession } from '../chat/accounts/session-opener.js';
import { refuse } from '../chat/refusal.js';
import type { ClientInfo } from '../chat/stores/client-info.js';
import { ClientAddresses } from '../network/client-addresses.js';
import { Origins } from '../network/origins.js';
import { Bearer } from './bearer.js';
import { deviceOf } from './device.js';
import { isLocal } from './is-local.js';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.js';
import { ValidBody } from './valid.js';

type Way = 'cookie' | 'body';

@Controller('api/auth')
export class AuthController {
  constructor(
    private readonly registering: Register,
    private readonly loggingIn: LogIn,
    private readonly entering: EnterAsGuest,
    private readonly renewing: RenewSession,
    private readonly loggingOut: LogOut,
    private readonly bearer: Bearer,
    private readonly addresses: ClientAddresses,
    private readonly origins: Origins,
  ) {}

  @Post('register')
  async register(
    @ValidBody('register') body: Body<'register'>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedIn> {
    const way = this.wayOf(body, request);
    const from = { ...this.clientOf(request), local: isLocal(request, this.addresses) };
    return hand(await this.registering.run(body, from), way, request, response);
  }

  @Post('login')
  @HttpCode(200)
  async login(
    @ValidBody('login') body: Body<'login'>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedIn> {
    const way = this.wayOf(body, request);
    const { address, device } = this.clientOf(request);
    return hand(await this.loggingIn.run(body, address, device), way, request, response);
  }

  @Post('guest')
  async guest(
    @ValidBody('guest') body: Body<'guest'>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedIn> {
    const way = this.wayOf(body, request);
    const { address, device } = this.clientOf(request);
    return hand(await this.entering.run(body, address, device), way, request, response);
  }

  /** The next token goes where this one was. */
  @Post('refresh')
  @HttpCode(200)
  async refresh(
    @ValidBody('refresh') body: Body<'refresh'>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedIn> {
    const given = body.refreshToken;
    const token = given ?? readRefreshCookie(request, this.origins) ?? refuse('unauthenticated');
    return hand(
      await this.renewing.run(token, this.clientOf(request)),
      given ? 'body' : 'cookie',
      request,
      response,
    );
  }

  /** Ends the session of the bearer token, and that of the refresh token in the body or the cookie: one is enough. */
  @Post('logout')
  @HttpCode(204)
  async logout(
    @ValidBody('refresh') body: Body<'refresh'>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const refreshToken = body.refreshToken ?? readRefreshCookie(request, this.origins);
    if (this.isOurs(request)) clearRefreshCookie(request, response);
    const caller = await this.bearer.callerOf(request, response).catch((refusal: unknown) => {
      // A user who comes back after a night has an expired access token, and may still leave.
      if (!refreshToken) throw refusal;
    });
    if (refreshToken) await this.loggingOut.byRefreshToken(refreshToken);
    if (caller) await this.loggingOut.bySession(caller.sessionId);
  }

  /** How the refresh token goes back. A page that any origin may be is given no cookie, which would sign it in here. */
  private wayOf({ session }: { session?: Way | undefined }, request: Request): Way | undefined {
    return session === 'cookie' && !this.isOurs(request) ? refuse('foreign_origin') : session;
  }

  /** Made by a program, or by a page that may hold cookies here. */
  private isOurs({ headers: { origin, host } }: Request): boolean {
    return origin === undefined || this.origins.isOurs(origin, host);
  }

  private clientOf(request: Request): ClientInfo & { address: string } {
    return { address: this.addresses.of(request), device: deviceOf(request) };
  }
}

function hand(
  { refreshToken, ...session }: OpenedSession,
  way: Way | undefined,
  request: Request,
  response: Response,
): SignedIn {
  response.setHeader('Cache-Control', 'no-store');
  if (way !== 'cookie') return { ...session, refreshToken };
  setRefreshCookie(request, response, refreshToken);
  return session;
}
