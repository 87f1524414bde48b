import { TABLE, WELCOME } from './long.js';

/** @type {import('../say.js').Day[]} */
export const general = [
  {
    day: -2,
    at: '09:02',
    said: [
      ['tomas', 'Good morning! Coffee machine is fixed, the culprit was a teaspoon.'],
      ['lars', 'A teaspoon. *In* the machine?', 2],
      ['tomas', 'In the grinder.', 1],
      ['lars', '🫠', 1],
      [
        'priya',
        'Reminder: the quarterly numbers are on the wiki → https://wiki.parley.example/numbers/q3',
        14,
      ],
      ['priya', 'Short version: more people write more, and nobody waits longer than last year.', 1],
      ['noor', 'صباح الخير! هل يمكن لأحد مراجعة الترجمة العربية قبل الظهر؟', 22],
      ['dafna', 'אני יכולה אחרי עשר. שלחי לי קישור', 3],
      ['noor', 'شكرا جزيلا 🙏', 1],
      ['yuki', 'おはようございます。日本語の入力中にEnterで送信されない件、確認しました。', 9],
      [
        'yuki',
        'In short: composing a word with an input method and pressing Enter no longer sends. 素晴らしい！',
        1,
      ],
      [
        'maksym',
        'Доброе утро всем. I moved the build to the new machine, it takes **4 min 10 s** instead of 11.',
        31,
      ],
      ['wil', WELCOME, 45],
      ['amara', 'Welcome, Wilhelmina! Ask anything, anywhere. There are no stupid rooms.', 2],
      ['tomas', 'Welcome! 👋', 1],
      ['priya', '👋👋', 1],
    ],
  },
  {
    day: -1,
    at: '10:15',
    said: [
      ['lars', 'Who knows why we pin *both* `ioredis` and the adapter?'],
      [
        'amara',
        'Because the adapter once brought its own copy, and two copies do not share a connection.',
        3,
      ],
      ['lars', 'That is going into the decisions folder then.', 1],
      ['dafna', TABLE, 26],
      ['tomas', 'Table looks right to me. Phones are at 41 % now, so the small layout first.', 4],
      [
        'priya',
        'For Thursday:\n\n- **Lars**: numbers of the last release\n- **Dafna**: new empty states\n- **Noor**: the Arabic strings, and what breaks when the page is mirrored\n- me: cake',
        18,
      ],
      ['maksym', 'What kind of cake', 1],
      ['priya', 'The good kind.', 1],
      ['maksym', '🎂🎉', 1],
    ],
  },
  {
    day: 0,
    at: '08:47',
    said: [
      ['noor', 'Good morning from a train that has, against all odds, working internet.'],
      ['tomas', 'Enjoy the next four minutes.', 2],
      ['noor', 'Rude. Accurate.', 1],
      ['yuki', 'デザインレビューは11時からです。会議室は「楓」です。', 21],
      ['priya', 'I shall be there. Does the room have the big screen?', 2],
      ['yuki', 'Yes, and a plant that needs water. Please bring water.', 1],
      [
        'lars',
        "Small thing I learnt today, for whoever formats dates:\n\n```ts\nconst day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });\n\n// Once, not in every line: making one costs more than using it a thousand times.\nexport const dayOf = (at: number): string => day.format(at);\n```",
        34,
      ],
      ['amara', 'Oh, that explains the flame graph from Monday.', 3],
      ['amara', 'Thank you!', 1],
      ['wil', 'Is there a list of who knows what? I keep asking Amara everything.', 40],
      ['amara', 'Keep asking. But yes: https://wiki.parley.example/people', 2],
      [
        'maksym',
        'Superlangeswortohneleerzeichen: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and https://ci.parley.example/builds/2f6a1c0e9b7d44f3a8c5/artifacts/parley-frontend-assets-with-a-very-long-name.tar.gz?signature=0123456789abcdef0123456789abcdef',
        12,
      ],
      ['dafna', 'I made the icons a hair thinner. If nobody notices, it was right.', 55],
      ['tomas', 'I noticed!', 4],
      ['dafna', 'Then it was *almost* right.', 1],
    ],
  },
];
