import { POST_MORTEM } from './long.js';

/** @type {import('../say.js').Day[]} */
export const design = [
  {
    day: -1,
    at: '11:20',
    said: [
      ['dafna', 'Three empty states are ready. Each says what the place is for, and offers one next step.'],
      ['dafna', 'Nothing else. No mascots.', 1],
      ['yuki', '一つだけ：色は意味のある所だけに使いましょう。', 6],
      [
        'dafna',
        'Agreed. Accent is for what can be done, coral is for what wants me. Everything else is paper and ink.',
        2,
      ],
      ['amara', 'Can the unread mark be bolder on dark? I miss it when the lamp is on.', 9],
      [
        'dafna',
        'Yes. It was 58 % lightness, now 74 %:\n\n```css\n:root {\n  --signal: light-dark(oklch(55% 0.19 28), oklch(74% 0.14 28));\n}\n```',
        11,
      ],
      ['amara', '❤️', 1],
    ],
  },
  {
    day: 0,
    at: '13:31',
    said: [
      ['dafna', 'Review at three: the narrow layout. Bring a phone.'],
      ['noor', 'Mirrored too, please. An arrow that points to the past must point the other way.', 4],
      ['dafna', 'Of course.', 1],
      ['tomas', 'Could the time in the margin be a *little* quieter?', 8],
    ],
  },
];

/** @type {import('../say.js').Day[]} */
export const release = [
  {
    day: -1,
    at: '14:00',
    said: [
      ['lars', '**2.0.0-rc.1** is out for us. Please break it.'],
      ['lars', 'How:\n\n```sh\ngit switch release-2\nnpm ci && npm run check\nnpm start\n```', 1],
      ['priya', 'Broke it. Registering with a name of one letter goes to the wrong place.', 17],
      ['lars', 'That was quick.', 1],
      [
        'maksym',
        'Also: `SELECT` of the room list is slow on the copy of production.\n\n```sql\nEXPLAIN (ANALYZE, BUFFERS)\nSELECT r.id, r.last_seq, m.read_seq\nFROM members m JOIN rooms r ON r.id = m.room_id\nWHERE m.user_id = $1 AND m.member\nORDER BY r.last_at DESC NULLS LAST;\n```',
        24,
      ],
      ['maksym', 'An index on `members (user_id) WHERE member` brings it from 38 ms to 0.4 ms.', 6],
      ['lars', 'In it goes. rc.2 tonight.', 2],
    ],
  },
  {
    day: 0,
    at: '09:30',
    said: [
      ['lars', '**2.0.0-rc.2**. All green, 2,314 tests.'],
      ['tomas', 'Installing.', 5],
      ['tomas', 'Up. Feels quicker, or am I imagining it?', 7],
      ['maksym', 'You are not.', 1],
      ['priya', 'Change log reads well. I took one “simply” out, for Wilhelmina.', 33],
      ['wil', 'I saw it. Thank you.', 2],
      ['lars', 'If nobody objects until four: release.', 61],
      ['noor', 'No objection. Translations are complete: 14 languages, 2 of them from right to left.', 8],
      ['yuki', '賛成です 🚀', 3],
    ],
  },
];

/** @type {import('../say.js').Day[]} */
export const incidents = [
  {
    day: -1,
    at: '14:05',
    said: [
      ['tomas', 'Is it me or is it slow?'],
      ['priya', 'Not only you.', 1],
      ['maksym', 'Looking.', 1],
      ['maksym', 'Redis swaps. Ending an old import.', 3],
      ['maksym', 'Back below 40 ms.', 1],
      ['maksym', POST_MORTEM, 96],
      ['wil', 'This is the best one I have read, and I have read many.', 12],
    ],
  },
];

/** @type {import('../say.js').Day[]} */
export const books = [
  {
    day: -2,
    at: '19:40',
    said: [
      ['noor', 'Next month: *The Left Hand of Darkness*, or *A Wizard of Earthsea*?'],
      ['priya', 'Earthsea. It is short, and it is winter anyway.', 18],
      ['dafna', '“To light a candle is to cast a shadow.” So yes.', 25],
      ['yuki', '賛成。日本語訳も素晴らしいです。', 41],
    ],
  },
  {
    day: 0,
    at: '12:10',
    said: [
      ['priya', 'I finished it. On the train. Past my stop.'],
      ['noor', '😄', 2],
    ],
  },
];

/** @type {import('../say.js').Day[]} */
export const leads = [
  {
    day: 0,
    at: '10:02',
    said: [
      ['priya', 'Two offers go out today. Both said yes on the phone.'],
      ['amara', 'Wonderful. I write the welcome letters.', 6],
    ],
  },
];
