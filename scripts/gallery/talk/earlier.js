/** Months of a team's small talk, so that a room has something to scroll back through. The same each time. */
const OPENERS = [
  'The nightly run is green again.',
  'Deployed. Nothing caught fire.',
  'Could somebody look at the change about reconnecting?',
  'Lunch at half past twelve?',
  'I moved the meeting to the afternoon, the morning was taken by three others.',
  'Support asks whether names may hold spaces. For guests: yes.',
  'The certificate is renewed, and the next time it renews itself.',
  'Found it. It was the cache. It is always the cache.',
  'New numbers: half of all messages are shorter than 38 characters.',
  'Please do not restart the second machine, I am measuring on it.',
  'Measured. You may restart it.',
  'Does anybody remember why this timeout is 45 s?',
];
const ANSWERS = [
  'On it.',
  'Yes, in ten minutes.',
  'Looks good to me, one question in the review.',
  'I think that was before my time.',
  '👍',
  'Not today, sorry. Tomorrow morning?',
  'Thank you!',
  'That would explain a lot.',
  'Let me read it again with coffee.',
  'Same here, since about nine.',
  'It is written down in the decisions folder, third from the top.',
  'Ha.',
];

/** @type {import('../people.js').Who[]} */
const WHO = ['tomas', 'lars', 'priya', 'noor', 'yuki', 'maksym', 'dafna', 'amara'];

/**
 * @param {number} days how many, ending three days ago
 * @param {number} seed
 * @returns {import('../say.js').Day[]}
 */
export function earlier(days, seed) {
  const random = numbersFrom(seed);
  const pick = (/** @type {readonly any[]} */ from) => from[Math.floor(random() * from.length)];
  return Array.from({ length: days }, (_, index) => ({
    day: index - days - 2,
    at: `${9 + Math.floor(random() * 3)}:${10 + Math.floor(random() * 49)}`.padStart(5, '0'),
    said: Array.from({ length: 10 + Math.floor(random() * 8) }, (_, nth) => [
      pick(WHO),
      pick(nth % 3 === 0 ? OPENERS : ANSWERS),
      1 + Math.floor(random() * random() * 60),
    ]),
  }));
}

/** mulberry32: small, and the same on every machine. */
function numbersFrom(/** @type {number} */ seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
