import { describe, expect, test } from '@jest/globals';
import { plainText } from '../../src/features/message-text/plain-text.js';
import { drawn, shortly } from './drawn.js';

describe('what was typed is what is shown', () => {
  test.each([
    ['C:\\new\\_x and \\\\server\\share', 'C:\\new\\_x and \\\\server\\share'],
    ['¯\\_(ツ)_/¯ *so*', '¯\\_(ツ)_/¯ <em>so</em>'],
    ['\\*not so\\*', '\\*not so\\*'],
    ['a\\\nb `c`', 'a\\\nb <code>c</code>'],
    ['2*3*4 and x**2 + y**2', '2*3*4 and x**2 + y**2'],
    ['a_b_c __init__', 'a_b_c <strong>init</strong>'],
    ['&nbsp;&amp;&copy; *a*', '&amp;nbsp;&amp;amp;&amp;copy; <em>a</em>'],
    ['<b>x</b> <!-- y --> *z*', '&lt;b&gt;x&lt;/b&gt; &lt;!-- y --&gt; <em>z</em>'],
    ['[a]: http://x.example\n[a]', '[a]: <a href="http://x.example">http://x.example</a>\n[a]'],
    ['*def*:\n    return 1\n\treturn 2', '<em>def</em>:\n    return 1\n\treturn 2'],
    ['Ada <ada@x.example>', 'Ada &lt;<a href="mailto:ada@x.example">ada@x.example</a>&gt;'],
    ['[^1] and [a][b] and [ ] *c*', '[^1] and [a][b] and [ ] <em>c</em>'],
    ['[x](javascript:alert(1)) *c*', '[x](javascript:alert(1)) <em>c</em>'],
    ['[]()[ and [*f*]() and ![g]()', '[]()[ and [<em>f</em>]() and ![g]()'],
  ])('%j', (text, html) => {
    expect(shortly(text)).toBe(`<p>${html}</p>`);
  });

  test('numbers of lists stay what they are, and so do their marks', () => {
    const markers = (text: string) =>
      [...drawn(text).matchAll(/"marker">([^<]*)</g)].map(([, marker]) => marker);
    expect(markers('3. a\n3. b\n1. c')).toEqual(['3.', '3.', '1.']);
    expect(markers('1) a\n\n7) b\n1000000. c')).toEqual(['1)', '7)', '1000000.']);
    expect(markers('007. a')).toEqual(['007.']);
    expect(markers('- a\n- [ ] b\n- [x] c\n* d\n+ e')).toEqual(['•', '☐', '☑', '•', '+']);
  });

  test('a line ruled below is a line and a rule', () => {
    expect(shortly('**Minutes**\n------------\nall fine')).toBe(
      '<p><strong>Minutes</strong></p><hr/><p>all fine</p>',
    );
    expect(shortly('*a*\n===')).toBe('<p><em>a</em>\n===</p>');
  });
});

describe('one block that is no Markdown leaves the others what they are', () => {
  const psql = '```\n id | name\n----+------\n  1 | Ada\n```';
  test.each([
    psql,
    '```\nName       Age\n---------  ---\nAda        36\n```',
    '```c\n/*\n *********\n */\nint main() {}\n```',
    `\`\`\`json\n${'[[1,2],[3,4]],\n'.repeat(300)}\`\`\``,
    `\`\`\`\n${'*_[`'.repeat(1_900)}\n\`\`\``,
    `${'>'.repeat(600)} a\n\n${psql}`,
    `${'- '.repeat(600)}a\n\n${psql}`,
    `${'['.repeat(1_500)}\n\n${psql}`,
    `|${'a|'.repeat(300)}\n|${'-|'.repeat(300)}\n${'x\n'.repeat(1_000)}\n${psql}`,
    `1.3.6.1.4.1.9.9.109.1.1.1 = 5\n${psql}`,
  ])('%#: code stays code', (text) => {
    expect(drawn(text)).toMatch(/<pre[^>]*><code>/);
  });

  test('an object identifier and a line of stars leave a word bold', () => {
    expect(shortly('**walk**\n1.3.6.1.4.1.9.9.109.1.1.1 = 5')).toBe(
      '<p><strong>walk</strong>\n1.3.6.1.4.1.9.9.109.1.1.1 = 5</p>',
    );
    expect(shortly('*********\n**walk**')).toBe('<hr/><p><strong>walk</strong></p>');
    expect(shortly('Name | Age\n---------- | ---\nAda | 36')).toMatch(/<table>.*36<\/td>/);
  });

  test('a nest too deep is shown as it was typed where it becomes too deep, and nothing of it is lost', () => {
    for (const mark of ['>', '- ', '> - ', '1. ', '1. > ']) {
      const html = drawn(`${mark.repeat(40)}deep`);
      expect(html).toMatch(/deep/);
      expect(html.match(/<(?:blockquote|li)/g)?.length).toBeLessThan(30);
    }
    const list = shortly(`${'- '.repeat(40)}deep\n- next`);
    expect(list).toContain('<li><span>•</span><div>next</div></li>');
  });
});

test('what Markdown would draw as nothing is shown as it was typed', () => {
  for (const text of ['#', '>', '```\n```', '-', '1.', '>>>', '---', '| |\n|-|', '**', '** **', '[](x)'])
    expect([
      text,
      drawn(text)
        .replace(/<[^>]*>/g, '')
        .replaceAll('&gt;', '>'),
    ]).toEqual([text, text]);
  expect(shortly('see [](https://a.example) [\u200b](https://b.example)')).toBe(
    '<p>see <a href="https://a.example">https://a.example</a> <a href="https://b.example">https://b.example</a></p>',
  );
  expect(shortly('*a*\n\n```\n```\n\n#\n\nb')).toBe('<p><em>a</em></p><p>```\n```\n\n#</p><p>b</p>');
});

test('a text without its marks is one that is read', () => {
  expect(plainText('**Tea** at _five_, see [the list](https://a.example)')).toBe('Tea at five, see the list');
  expect(plainText('# Plan\n\n1. buy `milk`\n2. ~~boil~~\n\n> quoted\n\n```js\ncode()\n```')).toBe(
    'Plan\n1. buy milk\n2. boil\nquoted\ncode()',
  );
  expect(plainText('| a | b |\n|---|---|\n| 1 | 2 |')).toBe('a b\n1 2');
  expect(plainText('2*3*4 \\_x_')).toBe('2*3*4 \\_x_');
  expect(plainText('#')).toBe('#');
});
