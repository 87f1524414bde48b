import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ELEMENTS } from '../../src/features/message-text/draw.js';
import { reader } from '../../src/features/message-text/markdown/reader.js';
import { drawn } from './drawn.js';

/** As long as a message may be. */
const LENGTH = 8_000;

/** Repeated to the longest text there is, each made some reader of Markdown take seconds, or make a million elements. */
const PATTERNS = [
  ...[
    '[',
    ']',
    '(',
    '![',
    '[](',
    '[a](',
    '[a](<',
    '![a](',
    '*',
    '_',
    '**a ',
    '*a_ ',
    '_a*',
    '***',
    '~~',
    '~~a~',
  ],
  ...[
    '`',
    '` `` ',
    '`a',
    '```',
    '~',
    '<',
    '</',
    '<a',
    '<!--',
    '<![CDATA[',
    '<?',
    '<a href="',
    '&',
    '&a',
    '&#',
    '&#x1;',
  ],
  ...[
    '>',
    '> ',
    '- ',
    '-',
    '1. ',
    '1)',
    '\t',
    ' ',
    '\n',
    '\n\n',
    '#',
    '# ',
    '=',
    '|',
    '|a',
    '||\n|-|\n',
    '|-',
    '\\',
    '\\[',
    '"',
  ],
  ...[
    'http://',
    'https://a',
    'www.',
    'www.a.',
    'a@',
    'a@b.',
    'a.',
    '@Ada',
    '@',
    ':',
    '[^',
    '[^1]',
    '[x]: ',
    '[x]:a\n',
    '- [ ] ',
  ],
  ...[
    '*a **b ',
    '[*',
    '_[',
    '<[',
    '`[',
    'a*',
    'a_',
    '**',
    ' *a',
    '\u0301',
    '\u202e',
    '🎉',
    'a\n> ',
    '> - ',
    '- > 1. ',
    '    a\n',
  ],
];

const HOSTILE = [
  ...PATTERNS,
  ...[
    'a\n=\n',
    '# a\n',
    '- a\n',
    '1. a\n\n',
    '- a\n - b\n  - c\n',
    '- a\n\n  b\n',
    '>-\na\\\n',
    '>-\n=> a\n',
    '> > a\n',
  ],
  ...[
    'a\n\n',
    'a\n---\n',
    '```a\n```\n',
    '**a**',
    '`a`',
    '[a](http://b)',
    '[![](http://a)](http://b) ',
    '@Ada ',
    'http://a ',
  ],
];
const repeated = (pattern: string, length: number) =>
  `${pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length - 1)}.`;

const TABLE = `|${'a|'.repeat(740)}\n|${'-|'.repeat(740)}\n${'x\n'.repeat(2_500)}`.slice(0, LENGTH);
const NARROW = `|${'a|'.repeat(40)}\n|${'-|'.repeat(40)}\n${'x\n'.repeat(4_000)}`.slice(0, LENGTH);

describe('what one message costs is bounded', () => {
  test.each([...HOSTILE.map((pattern) => repeated(pattern, LENGTH)), TABLE, NARROW])(
    '%#: in elements',
    (text) => {
      const html = drawn(text);
      expect(html.match(/<[a-z]/g)?.length).toBeLessThan(ELEMENTS + 60);
    },
  );

  test('in steps of reading: four times as long takes four times as many', () => {
    const grown = HOSTILE.map((pattern) => {
      const [short, long] = [LENGTH / 4, LENGTH].map((length) => stepsOf(repeated(pattern, length)));
      return { pattern, short: short ?? 0, long: long ?? 0 };
    });
    expect(grown.filter(({ long }) => long > STEPS)).toEqual([]);
    expect(grown.filter(({ short, long }) => long > 20_000 && long > 6 * short)).toEqual([]);
  });

  test('in cells of a table: rows are not filled up to a million', () => {
    for (const text of [TABLE, NARROW]) expect(reader.parse(text, {}).length).toBeLessThan(10_000);
  });

  test('in steps of reading, whatever is repeated', () => {
    const pattern = fc
      .array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 5 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(pattern, fc.constantFrom('', ...HOSTILE), (repeating, first) => {
        expect(stepsOf(repeated(first + repeating, LENGTH))).toBeLessThan(STEPS);
      }),
      { numRuns: 60 },
    );
  });
});

/** Some 15 ms of a quick machine. */
const STEPS = 250_000;

/** How often a rule of the reader is asked, and how many lines and letters it looks at for that: a measure without a clock. */
function stepsOf(text: string): number {
  steps = 0;
  reader.parse(text, {});
  return steps;
}
let steps = 0;
const skip = reader.inline.skipToken.bind(reader.inline);
reader.inline.skipToken = (state) => {
  steps += 1;
  skip(state);
};
for (const ruler of [reader.block.ruler, reader.inline.ruler] as {
  getRules(chain: string): ((...args: unknown[]) => unknown)[];
}[]) {
  for (const chain of ['', 'paragraph', 'blockquote', 'list']) {
    const rules = ruler.getRules(chain);
    rules.forEach((rule, index) => {
      rules[index] = (...args: unknown[]) => {
        steps += 1;
        return rule(...args);
      };
    });
  }
}
