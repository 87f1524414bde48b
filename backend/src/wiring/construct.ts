import type { FactoryProvider, InjectionToken } from '@nestjs/common';

type Token<T> = (abstract new (...args: never) => T) & InjectionToken;
type Tokens<A extends readonly unknown[]> = { [K in keyof A]: Token<A[K]> };

/** Provides a plain class, which knows nothing of Nest. The compiler checks that the tokens fit its constructor. */
export function construct<T, A extends readonly unknown[]>(
  type: new (...args: A) => T,
  ...inject: Tokens<A>
): FactoryProvider<T> {
  return provide(type, inject, (...args) => new type(...args));
}

/** The same where a constructor also takes options. */
export function provide<T, A extends readonly unknown[]>(
  token: Token<T>,
  inject: Tokens<A>,
  useFactory: (...args: A) => T,
): FactoryProvider<T> {
  return {
    provide: token,
    inject: [...inject],
    useFactory: (...args: unknown[]) => useFactory(...(args as unknown as A)),
  };
}
