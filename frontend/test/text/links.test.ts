import { describe, expect, test } from '@jest/globals';
import { findLinks } from '../../src/features/message-text/markdown/links.js';
import { drawn } from './drawn.js';

const linksIn = (text: string) => findLinks(text).map(({ start, end }) => text.slice(start, end));

describe('an address ends where its reader would say', () => {
  test.each([
    ['見て https://example.org/a。次に', 'https://example.org/a'],
    ['見てhttps://example.org/a', 'https://example.org/a'],
    ['（https://example.org/b）と', 'https://example.org/b'],
    ['「https://example.org/e」', 'https://example.org/e'],
    ['看https://example.org，然后', 'https://example.org'],
    ['看https://example.org然后', 'https://example.org'],
    ['https://example.org/x！', 'https://example.org/x'],
    ['“https://example.org/q” and', 'https://example.org/q'],
    ['«https://example.org/q»', 'https://example.org/q'],
    ['"https://example.org/q"', 'https://example.org/q'],
    ['see (https://example.org/p).', 'https://example.org/p'],
    ['https://en.wikipedia.org/wiki/Tea_(meal), too', 'https://en.wikipedia.org/wiki/Tea_(meal)'],
    ['https://example.org/list?filter=[1] here', 'https://example.org/list?filter=[1]'],
    ['https://example.org/a, b', 'https://example.org/a'],
    ['https://example.org/a?! b', 'https://example.org/a'],
    ['https://example.org/a…', 'https://example.org/a'],
    ['https://example.org/a؟ b', 'https://example.org/a'],
    ['https://example.org/a। b', 'https://example.org/a'],
    ['Https://example.org/phone', 'Https://example.org/phone'],
    ['https://ja.wikipedia.org/wiki/日本語', 'https://ja.wikipedia.org/wiki/日本語'],
    ['https://münchen.example/straße?q=ä', 'https://münchen.example/straße?q=ä'],
    ['https://例え.テスト/道', 'https://例え.テスト/道'],
    ['http://localhost:3000/#/rooms/a', 'http://localhost:3000/#/rooms/a'],
    ['http://[::1]:3000/', 'http://[::1]:3000/'],
    ['www.example.org.', 'www.example.org'],
    ['https://fr.example/L’Oréal', 'https://fr.example/L’Oréal'],
    ['<https://example.org/x>', 'https://example.org/x'],
    ['https://example.org/a\u202eb', 'https://example.org/a'],
    ['write to ada.l+tea@example.org.', 'ada.l+tea@example.org'],
    ['написать на Ада@пример.рф', null],
    ['a@b', null],
    ['https://', null],
    ['https://!', null],
    ['foowww.example.org', null],
    ['xhttps://example.org', null],
  ])('%j', (text, link) => {
    expect(linksIn(text)).toEqual(link === null ? [] : [link]);
  });

  test('each of several', () => {
    expect(linksIn('https://example.org/c、https://example.org/d、終わり')).toEqual([
      'https://example.org/c',
      'https://example.org/d',
    ]);
  });
});

describe('an address is one link, whatever stands in it and around it', () => {
  test.each([
    ['see https://example.org/_foo_ here', 'https://example.org/_foo_'],
    ['https://example.org/*a*/**b**', 'https://example.org/*a*/**b'],
    ['**https://example.org/a**', 'https://example.org/a'],
    ['_https://example.org/a_', 'https://example.org/a'],
    ['_see https://example.org/a_', 'https://example.org/a'],
    ['*see https://example.org/a_b_c*', 'https://example.org/a_b_c'],
    ['~~https://example.org/a~~', 'https://example.org/a'],
    ['[there](https://example.org/a)', 'https://example.org/a'],
    ['[https://example.org/x](https://example.org/a)', 'https://example.org/a'],
    ['| a |\n|---|\n| https://example.org/a |', 'https://example.org/a'],
    ['\\https://example.org/a_b_', 'https://example.org/a_b_'],
  ])('%j', (text, href) => {
    const hrefs = [...drawn(text).matchAll(/href="([^"]*)"/g)].map(([, found]) => found);
    expect(hrefs).toEqual([href]);
  });

  test('and none in code', () => {
    expect(drawn('`https://a.example` and\n```\nhttps://b.example\n```')).not.toContain('href');
  });
});
