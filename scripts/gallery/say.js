/**
 * One sentence: who, what, and how many minutes after the one before (1 unless told).
 *
 * @typedef {[who: import('./people.js').Who, text: string, afterMin?: number]} Sentence
 * @typedef {{ day: number; at: string; said: Sentence[] }} Day  day 0 is today, -1 yesterday; `at` when it begins
 */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The sentences of a room in their order, each with the moment it is said to have been written.
 *
 * @param {Day[]} days
 * @param {number} midnight the beginning of today, ms
 * @returns {{ who: import('./people.js').Who; text: string; at: number }[]}
 */
export function sentences(days, midnight) {
  return days.flatMap(({ day, at, said }) => {
    const [hours = 0, minutes = 0] = at.split(':').map(Number);
    let moment = midnight + day * DAY_MS + (hours * 60 + minutes) * MINUTE_MS;
    return said.map(([who, text, afterMin = 1], index) => {
      // Some seconds too: people do not write on the full minute.
      moment += (index === 0 ? 0 : afterMin) * MINUTE_MS + ((index * 17) % 41) * 1_000;
      return { who, text, at: moment };
    });
  });
}
