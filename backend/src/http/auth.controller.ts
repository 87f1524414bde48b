import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Body, SignedIn } from '@parley/protocol';
import type { Request, Response } from 'express';
import { EnterAsGuest } from '../chat/accounts/enter-as-guest.js';
import { LogIn } from '../chat/accounts/log-in.js';
import { LogOut } from '../chat/accounts/log-out.js';
import { Register } from '../chat/accounts/register.js';
import { RenewSession } from '../chat/accounts/renew-session.js';
import type { OpenedSession } from '../chat/accounts/session-opener.js';
import type { Whence } from '../chat/accounts/whence.js';
import { ClientAddresses } from '../chat/client-addresses.js';
import { refuse } from '../chat/refusal.js';
import { Bearer } from './bearer.js';
import { deviceOf } from './device.js';
import { isLocal } from './is-local.js';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.js';
import { ValidBody } from './valid.js';

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
  ) {}

  @Post('register')
  async register(
    @ValidBody('register') body: Body<'register'>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedIn> {
    const from = { ...this.whenceOf(request), local: isLocal(request, this.addresses) };
    return hand(await this.registering.run(body, from), body.session, request, response);
  }

  @Post('login')
  @HttpCode(200)
  async login(
    @ValidBody('login') body: Body<'login'>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedIn> {
    const { address, device } = this.whenceOf(request);
    return hand(await this.loggingIn.run(body, address, device), body.session, request, response);
  }

  @Post('guest')
  async guest(
    @ValidBody('guest') body: Body<'guest'>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedIn> {
    const { address, device } = this.whenceOf(request);
    return hand(await this.entering.run(body, address, device), body.session, request, response);
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
    const token = given ?? readRefreshCookie(request) ?? refuse('unauthenticated');
    return hand(
      await this.renewing.run(token, this.whenceOf(request)),
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
    const refreshToken = body.refreshToken ?? readRefreshCookie(request);
    clearRefreshCookie(request, response);
    const caller = await this.bearer.callerOf(request, response).catch((refusal: unknown) => {
      // Whoever comes back after a night has an expired access token, and may still leave.
      if (!refreshToken) throw refusal;
    });
    if (refreshToken) await this.loggingOut.byRefreshToken(refreshToken);
    if (caller) await this.loggingOut.bySession(caller.sessionId);
  }

  private whenceOf(request: Request): Whence & { address: string } {
    return { address: this.addresses.of(request), device: deviceOf(request) };
  }
}

function hand(
  { refreshToken, ...session }: OpenedSession,
  way: 'cookie' | 'body' | undefined,
  request: Request,
  response: Response,
): SignedIn {
  response.setHeader('Cache-Control', 'no-store');
  if (way !== 'cookie') return { ...session, refreshToken };
  setRefreshCookie(request, response, refreshToken);
  return session;
}
