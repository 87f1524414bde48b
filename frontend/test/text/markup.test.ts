import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawn } from './drawn.js';

/** Every tag that a message may be made of, with the attributes it may have. */
const ALLOWED = [
  /^<\/?(?:strong|em|del|bdi|br|hr|code|table|thead|tbody|tr)\/?>$/,
  /^<\/(?:ul|ol)>$/,
  /^<\/(?:p|a|span|div|section|pre|button|svg|path|rect|li|blockquote|mark|th|td)>$/,
  /^<(?:p|blockquote|ul|ol|li|mark)(?: class="(?:heading|typed)")?(?: dir="auto")?>$/,
  /^<(?:th|td)(?: style="text-align:(?:left|center|right)")?>$/,
  /^<(?:span|div)(?: class="(?:marker|item|code-bar)")?>$/,
  /^<section class="(?:code|table)"(?: (?:dir|data-bare|data-cut|aria-label|tabindex)="[^"]*")*>$/,
  /^<pre tabindex="0">$/,
  /^<button type="button" class="(?:tool|code-rest)"(?: (?:aria-label|title|aria-expanded)="(?:Copy code|false)")*>$/,
  /^<svg(?: (?:xmlns|width|height|viewBox|fill|stroke|stroke-width|stroke-linecap|stroke-linejoin|class|aria-hidden)="[^"]*")*>$/,
  /^<(?:rect|path)(?: (?:width|height|x|y|rx|ry|d)="[^"]*")*>$/,
  /^<a href="(?:https?:\/\/|mailto:)[^"]*" dir="auto" target="_blank" rel="noopener noreferrer">$/i,
  /^<a href="#[^"]*" dir="auto">$/,
];

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
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

test('a message is made of known elements, whatever was written', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const tags = drawn(text).match(/<[^>]*>/g) ?? [];
      expect(tags.filter((tag) => !ALLOWED.some((form) => form.test(tag)))).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test('nothing that was typed is lost: each letter and digit is shown', () => {
  const words = (text: string) => text.match(/[a-z]+|\d+/gi)?.join(' ') ?? '';
  const piece = fc.constantFrom(
    'alpha ',
    'b7 ',
    '*',
    '_',
    '**',
    '`',
    '> ',
    '- ',
    '1. ',
    '\n',
    '\n\n',
    '\\',
    '    ',
    '~~',
    '[',
    ']',
    '|',
    '&amp; ',
    '<b> ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const shown = drawn(text)
        .replace(/<svg.*?<\/svg>/g, '')
        .replace(/<(?!br)[^>]*>/g, ' ')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
      expect(words(shown)).toBe(words(text));
    }),
    { numRuns: 1_000 },
  );
});
