import type { Request, Response } from 'express';
import passport from 'passport';
import { ExtractJwt, Strategy, type VerifiedCallback } from 'passport-jwt';
import {
  fromPayload,
  TOKEN_ALGORITHM,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
} from '../chat/accounts/access-tokens.js';
import type { Identify } from '../chat/accounts/identify.js';
import type { TokenKey } from '../chat/accounts/token-key.js';
import type { Caller } from '../chat/caller.js';
import { Refusal } from '../chat/refusal.js';

/** Finds the caller of a request by its bearer token, through passport-jwt. */
export class Bearer {
  // Of its own, because passport's default one is shared by all applications of a process.
  private readonly passport = new passport.Passport();

  constructor(
    { key }: TokenKey,
    private readonly identify: Identify,
  ) {
    const strategy = new Strategy(
      {
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        // Its types know no KeyObject yet; jsonwebtoken does.
        secretOrKey: key as unknown as Buffer,
        algorithms: [TOKEN_ALGORITHM],
        issuer: TOKEN_ISSUER,
        audience: TOKEN_AUDIENCE,
      },
      (payload: unknown, done) => void this.validate(payload, done),
    );
    this.passport.use('jwt', strategy);
  }

  /** Refuses with `unauthenticated` without a token, else as Identify does. */
  callerOf(request: Request, response: Response): Promise<Caller> {
    return new Promise((resolve, reject) => {
      const settle = (error: unknown, caller: Caller | false, info: unknown): void => {
        if (caller) resolve(caller);
        else reject(error ?? refusalFor(info));
      };
      this.passport.authenticate('jwt', { session: false }, settle)(request, response, reject);
    });
  }

  private async validate(payload: unknown, done: VerifiedCallback): Promise<void> {
    try {
      done(null, await this.identify.byClaims(fromPayload(payload)));
    } catch (error) {
      done(error);
    }
  }
}

function refusalFor(info: unknown): Refusal {
  if (!(info instanceof Error)) return new Refusal('unauthenticated');
  switch (info.name) {
    case 'TokenExpiredError':
      return new Refusal('token_expired');
    case 'JsonWebTokenError':
    case 'NotBeforeError':
      return new Refusal('bad_token');
    default:
      return new Refusal('unauthenticated');
  }
}
