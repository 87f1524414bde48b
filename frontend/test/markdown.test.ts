import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isValidElement, type ReactNode } from 'react';
import Markdown from 'react-markdown';
import { markdownOptions } from '../src/features/conversation/text/markdown-options.js';
import { shapeOf } from '../src/features/conversation/text/text-shape.js';

const read = (text: string) => Markdown({ ...markdownOptions('Ada'), children: text });

/** Every element a message may be made of, with the properties it may have. */
const ALLOWED: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    ['p', 'strong', 'em', 'del', 'mark', 'pre', 'blockquote', 'li', 'ul', 'br', 'hr'].map((name) => [
      name,
      [],
    ]),
  ),
  ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, []])),
  ...Object.fromEntries(['table', 'thead', 'tbody', 'tr'].map((name) => [name, []])),
  th: ['style'],
  td: ['style'],
  ol: ['start'],
  code: [],
  a: ['href', 'title'],
  input: ['type', 'checked', 'disabled'],
};

/** What of a drawing no message may have. */
function foreign(node: ReactNode): string[] {
  if (Array.isArray(node)) return node.flatMap(foreign);
  if (!isValidElement<Record<string, unknown>>(node)) return [];
  const { children, className, ...props } = node.props;
  const name = typeof node.type === 'string' ? node.type : null;
  const own = name === null ? [] : ALLOWED[name];
  const wrong = [
    ...(own ? Object.keys(props).filter((key) => !own.includes(key)) : ['an element']),
    ...(props.href !== undefined && !/^(?:https?:\/\/|mailto:)/i.test(String(props.href)) ? ['href'] : []),
    ...(className !== undefined &&
    !/^(?:language-.*|contains-task-list|task-list-item)$/s.test(String(className))
      ? ['className']
      : []),
    ...(props.style !== undefined &&
    !/^{"textAlign":"(?:left|center|right)"}$/.test(JSON.stringify(props.style))
      ? ['style']
      : []),
  ];
  return [...wrong.map((what) => `${what} of <${name}>`), ...foreign(children as ReactNode)];
}

const TOKENS = [
  ...[
    '[',
    ']',
    '(',
    ')',
    '![',
    '](',
    '<',
    '>',
    '</',
    '/>',
    '&',
    ';',
    '`',
    '```',
    '~~~',
    '*',
    '**',
    '_',
    '~~',
    '|',
    '\\',
  ],
  ...[
    '\n',
    '\n\n',
    ' ',
    '    ',
    '\t',
    '- ',
    '1. ',
    '> ',
    '# ',
    '---\n',
    '| a |\n|---|\n',
    '[x]: ',
    '[^1]',
    '[^1]: ',
    '- [x] ',
  ],
  ...[
    'javascript:alert(1)',
    'JaVa\tScript:x',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    'https://a.example/',
    'www.a.example',
  ],
  ...[
    'mailto:',
    'a@b.example',
    '&#106;avascript&colon;',
    '&Tab;',
    '&lt;script&gt;',
    '"',
    "'",
    ' onclick=alert(1) ',
    ' title="x"',
    '{{x}}',
  ],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<!--',
    '-->',
    '<![CDATA[',
    '<?',
    '<svg',
    'style=',
    '@Ada',
    'word',
  ],
];
const hostile = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...TOKENS) }, { weight: 1, arbitrary: fc.string() }),
    {
      maxLength: 40,
    },
  )
  .map((pieces) => pieces.join(''));

describe('Markdown of a message', () => {
  test('is made of known elements, whatever was written', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(foreign(read(text))).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  test('keeps what it has: links, code, tables, lists', () => {
    expect(JSON.stringify(read('[a](https://a.example) **b** `c`'))).toMatch(
      /https:\/\/a.example.*strong.*code/,
    );
  });
});

const LENGTH = 8_000;
/** Repeated to the longest text there is, such made other parsers take seconds. */
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

test('no text holds the page up: the work grows with its length and no faster', () => {
  // The first readings also make the parser's own tables.
  for (const pattern of PATTERNS) read(pattern.repeat(20));
  const slow = PATTERNS.filter((pattern) => [1, 2, 3].every(() => growsTooFast(pattern)));
  expect(slow).toEqual([]);
});

/** Four times as long takes four times as long; a quadratic reading takes sixteen times. */
function growsTooFast(pattern: string): boolean {
  const long = drawMs(pattern, LENGTH);
  return long > BLINK_MS && long > 10 * drawMs(pattern, LENGTH / 4);
}
/** Below it no clock tells anything, and nobody sees it. */
const BLINK_MS = 30;

function drawMs(pattern: string, length: number): number {
  const text = `${pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length - 1)}.`;
  const began = performance.now();
  if (shapeOf(text) === 'rich') read(text);
  return performance.now() - began;
}
