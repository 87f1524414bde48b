import type { Attempt, History } from '../record/history.js';
import type { Check } from './finding.js';

const EQUAL_WITHIN_MS = 5_000;
const OFFLINE_WITHIN_MS = 45_000;
const FREEZE_COSTS_MS = 2_000;
/** What a reader that does not read may hold in an instance, bytes, and what else an instance may need meanwhile. */
const BYTES_PER_STALLED = 2 * 1024 * 1024;
const BYTES_BESIDE = 192 * 1024 * 1024;

/** Every view equals the table within 5 s of being connected again, and a lost last publication arrives as soon. */
export const i6: Check = (history, { messages }) => {
  const broken: string[] = [];
  for (const { userId, roomId, onlineEqualAfterMs, unsent } of history.views) {
    const where = `${userId}'s view of ${roomId}`;
    if (unsent > 0) broken.push(`${where} still waits for ${unsent} of its own messages`);
    else if (onlineEqualAfterMs === null) broken.push(`${where} never became equal to the table`);
    else if (onlineEqualAfterMs > EQUAL_WITHIN_MS) {
      broken.push(`${where} was equal to the table after ${Math.round(onlineEqualAfterMs)} ms`);
    }
  }
  for (const { roomId, seq, at, listeners } of history.silences) {
    for (const { ear, heardAt } of listeners) {
      const late = heardAt === null ? 'never' : `after ${Math.round(heardAt - at)} ms`;
      if (heardAt === null || heardAt - at > EQUAL_WITHIN_MS) {
        broken.push(`${ear} heard ${roomId} #${seq}, whose publication got lost, ${late}`);
      }
    }
  }
  return { checked: messages.length === 0 ? 0 : history.views.length + history.silences.length, broken };
};

/** A user who was on a killed instance and never came back is offline within 45 s, while Redis is there to tell. */
export const i15: Check = (history) => ({
  checked: history.orphans.length,
  broken: history.orphans
    .filter(({ killedAt, offlineAt, redisAwayMs }) =>
      offlineAt === null ? true : offlineAt - killedAt > OFFLINE_WITHIN_MS + redisAwayMs,
    )
    .map(({ userId, killedAt, offlineAt }) => {
      const told = offlineAt === null ? 'never' : `after ${Math.round(offlineAt - killedAt)} ms`;
      return `${userId}, whose instance was killed, was told offline ${told}`;
    }),
});

/** Readers that do not read are ended, and cost a bounded amount of memory. */
export const i16: Check = (history) => {
  const broken: string[] = [];
  for (const { readers, ended, bytesBefore, bytesMost } of history.stalls) {
    if (ended < readers) broken.push(`${readers - ended} of ${readers} stalled readers were never ended`);
    const grown = bytesMost - bytesBefore;
    if (grown > BYTES_BESIDE + readers * BYTES_PER_STALLED) {
      broken.push(`${readers} stalled readers cost ${Math.round(grown / 1024 / 1024)} MiB`);
    }
  }
  return { checked: history.stalls.length, broken };
};

/** A frozen instance delays others by 2 s at most, above what this machine and its disk take anyway. */
export const i18: Check = (history) => {
  const calm = history.attempts.filter(
    ({ askedAt, at }) => !history.faults.some((f) => f.to >= askedAt && f.from <= at),
  );
  const usualMs = Math.max(0, ...calm.map(({ askedAt, at }) => at - askedAt));
  const broken: string[] = [];
  let checked = 0;
  for (const { from, to, instance, alone } of history.freezes) {
    if (!alone) continue;
    for (const attempt of history.attempts) {
      if (
        attempt.instance === '' ||
        attempt.instance === instance ||
        attempt.askedAt < from ||
        attempt.askedAt > to
      )
        continue;
      checked += 1;
      const tookMs = attempt.at - attempt.askedAt;
      if (tookMs <= FREEZE_COSTS_MS + usualMs + slowestCommitMs(history, attempt)) continue;
      const { userId, roomId, outcome } = attempt;
      const whose = `${userId}'s send to ${roomId} at ${attempt.instance}`;
      const locks = history.lockWaits.filter(({ at }) => at >= attempt.askedAt && at <= attempt.at);
      broken.push(
        [
          `${whose} took ${Math.round(tookMs)} ms while ${instance} stood still: ${outcome.is}`,
          ...new Set(locks.map(({ says }) => says)),
        ].join('\n    '),
      );
    }
  }
  return { checked, broken };
};

/** What the disk alone took meanwhile, ms. */
function slowestCommitMs({ slowCommits }: History, { askedAt, at }: Attempt): number {
  const meanwhile = slowCommits.filter(({ from, to }) => to >= askedAt && from <= at);
  return Math.max(0, ...meanwhile.map(({ from, to }) => to - from));
}
