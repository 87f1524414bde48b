/** @type {import('../say.js').Day[]} */
export const withYuki = [
  {
    day: -1,
    at: '16:20',
    said: [
      ['yuki', 'Can I ask you something about the list?'],
      ['amara', 'Always.', 1],
      [
        'yuki',
        'When older messages come in above, the line I read must not move. How exact do we have to be?',
        2,
      ],
      ['amara', 'To the pixel. I will notice, and so will everybody else, without knowing what it was.', 3],
      ['yuki', 'わかりました。Then I measure it in the browser tests instead of looking.', 1],
    ],
  },
  {
    day: 0,
    at: '11:48',
    said: [
      ['yuki', 'Done: zero pixels, in 10,000 messages.'],
      ['amara', '🎉', 1],
      ['yuki', 'ありがとうございます！', 1],
      ['amara', 'One more: `scrollTop` is not a whole number on your screen, is it?', 6],
      [
        'yuki',
        'It is 0.5 off at 150 %. I round on *both* sides now, so that the two errors meet and cancel.',
        4,
      ],
      ['amara', 'Lovely. Lunch?', 22],
    ],
  },
];

/** @type {import('../say.js').Day[]} */
export const withTomas = [
  {
    day: 0,
    at: '14:12',
    said: [
      ['tomas', 'Do you have two minutes before the review?'],
      ['tomas', 'It is about the pill that says how many are new.', 1],
    ],
  },
];

/** @type {import('../say.js').Day[]} */
export const withWilhelmina = [
  {
    day: -1,
    at: '15:30',
    said: [
      ['wil', 'Thank you for this morning. I have written it all down: eleven pages.'],
      ['amara', 'Eleven! You have the beginning of our handbook.', 12],
    ],
  },
];
