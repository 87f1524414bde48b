import proxyAddr from 'proxy-addr';
import * as z from 'zod';

/** A variable as `parse` reads it. `parse` answers undefined for a text it cannot read; the fault then says `must`. */
export function field<T>(must: string, parse: (text: string) => T | undefined) {
  return z.string().transform((text, context): T => {
    const value = parse(text.trim());
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `must be ${must}, not "${text}"` });
    return z.NEVER;
  });
}

export function port(lowest: 0 | 1) {
  return field(`a port from ${lowest} to 65535`, (text) => {
    const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    return number >= lowest && number <= 65_535 ? number : undefined;
  });
}

/** Of things of which there may be some, and not none. */
export const count = field('a whole number from 1 to 1000000', (text) => {
  const number = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  return number >= 1 && number <= 1_000_000 ? number : undefined;
});

const SWITCHES: Record<string, boolean> = {
  on: true,
  true: true,
  1: true,
  off: false,
  false: false,
  0: false,
};

export const onOrOff = field('on or off', (text) => SWITCHES[text.toLowerCase()]);

/** One of a few words, in any case. */
export function word<const Words extends readonly string[]>(words: Words) {
  return field(`one of ${words.join(', ')}`, (text): Words[number] | undefined =>
    words.find((candidate) => candidate === text.toLowerCase()),
  );
}

const ORIGINS = 'origins such as https://chat.example.org, separated by commas';

/** Origins in the form browsers send them. */
export const origins = field(ORIGINS, originsIn);

/** `*` for any origin, else a list. */
export const originsOrAny = field(`* or ${ORIGINS}`, (text) => (text === '*' ? text : originsIn(text)));

function originsIn(text: string): string[] | undefined {
  const found = text.split(',').map((each) => originOf(each.trim()));
  return found.every((origin) => origin !== undefined) ? found : undefined;
}

function originOf(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { href, origin } = new URL(text);
  return href === `${origin}/` ? origin : undefined;
}

/** Whose word about a client's address is taken; proxy-addr knows what each may look like. */
export const proxies = field(
  'addresses or networks of proxies such as 10.0.0.2 or 10.0.0.0/8, or loopback, linklocal or uniquelocal, separated by commas',
  (text) => {
    const found = text.split(',').map((each) => each.trim());
    return found.every(isProxy) ? found : undefined;
  },
);

function isProxy(text: string): boolean {
  try {
    proxyAddr.compile(text);
    return true;
  } catch {
    return false;
  }
}

/** Never repeats what was given: connection strings carry passwords. */
export const redisUrl = z.string().trim().refine(isRedisUrl, 'must be a redis:// or rediss:// URL');

/** The same, several. */
export const redisUrls = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .refine((urls) => urls.every(isRedisUrl), 'must be redis:// or rediss:// URLs, separated by commas');

function isRedisUrl(text: string): boolean {
  return /^rediss?:\/\//.test(text) && URL.canParse(text);
}
