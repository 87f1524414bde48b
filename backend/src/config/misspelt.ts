import { environment } from './environment.js';

/** Variables of the program's own kind, and of the commands that start it. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(environment(false, false).shape),
  'PORTS',
  'SITE_ADDRESS',
  'HTTP_PORT',
  'HTTPS_PORT',
]);
/** How the names of ours begin, where nothing else on a machine is called so. */
const OURS =
  /^(?:(?:DB|REDIS|JWT|CORS|BUS|ROOMS|RATE|CONNECTIONS?|INSTANCE|TRUST|WS)_|ACCESS_TOKEN|LOG_LEVEL|DATA_DIR|GUEST)/;
/** What Kubernetes and Docker add for each service beside us: REDIS_PORT_6379_TCP_ADDR, DB_SERVICE_HOST. */
const OF_SERVICES = /_(?:SERVICE_(?:HOST|PORT)|PORT_\d+_)|_ENV_/;

/** One sentence a variable that has no meaning here and looks as if it should: `REDIS_URI`, `DB_USER`. */
export function misspelt(names: readonly string[]): string[] {
  return names
    .filter((name) => OURS.test(name) && !KNOWN.has(name) && !OF_SERVICES.test(name))
    .map((name) => {
      const meant = nearest(name);
      return `${name} is no variable of Parley and changes nothing.${meant ? ` Is ${meant} meant?` : ''}`;
    });
}

/** One that it begins, or that begins it; else one that differs in a few letters. */
function nearest(name: string): string | undefined {
  const known = [...KNOWN];
  const begun = known.find((each) => each.startsWith(name) || name.startsWith(each));
  return begun ?? known.find((each) => distanceOf(name, each) <= 2);
}

/** How many letters have to be put in, taken out or changed (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
