import { JwtService } from '@nestjs/jwt';
import {
  type AccessClaims,
  AccessTokens,
  fromPayload,
  TOKEN_ALGORITHM,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
  toPayload,
  type VerifiedClaims,
} from '../../chat/accounts/access-tokens.js';
import type { TokenKey } from '../../chat/accounts/token-key.js';
import { refuse } from '../../chat/refusal.js';

export class JwtAccessTokens extends AccessTokens {
  private readonly jwt: JwtService;

  /** @param lifeSeconds how long a token is good for */
  constructor({ key }: TokenKey, lifeSeconds: number) {
    super();
    const parties = { issuer: TOKEN_ISSUER, audience: TOKEN_AUDIENCE };
    this.jwt = new JwtService({
      secret: key,
      signOptions: { ...parties, algorithm: TOKEN_ALGORITHM, expiresIn: lifeSeconds },
      verifyOptions: { ...parties, algorithms: [TOKEN_ALGORITHM] },
    });
  }

  issue(claims: AccessClaims): string {
    return this.jwt.sign(toPayload(claims));
  }

  verify(token: string): VerifiedClaims {
    return fromPayload(this.read(token));
  }

  private read(token: string): unknown {
    try {
      return this.jwt.verify<object>(token);
    } catch (error) {
      return refuse(
        error instanceof Error && error.name === 'TokenExpiredError' ? 'token_expired' : 'bad_token',
      );
    }
  }
}
