import { expect, test } from '@jest/globals';
import { cutAtMentions, mentions } from '../src/features/message-text/mentions.js';
import { shapeOf } from '../src/features/message-text/text-shape.js';
import { announcement } from '../src/features/messages/announcement.js';
import { joinLeaveText } from '../src/features/messages/row/join-leave-text.js';

test('a text without any mark of Markdown waits for nothing', () => {
  for (const plain of [
    'Hello, Ben',
    'one\ntwo',
    'at 5 - or 6?',
    '3.5 is not a list',
    'a & b',
    "it's (fine)!",
  ])
    expect(shapeOf(plain)).toBe('plain');
  const rich = [
    '**b**',
    '- a',
    '1. a',
    '> a',
    '`c`',
    'see https://a.b',
    'www.a.b',
    'a|b',
    '# h',
    'me@a.b',
    '[a](b)',
  ];
  for (const text of rich) expect([text, shapeOf(text)]).toEqual([text, 'rich']);
});

test('emoji alone are large, but neither digits nor a wall of them', () => {
  for (const emoji of ['🎉', '👍🏽 🎉', '👩‍👩‍👧‍👦', '🇫🇮', '1️⃣', '❤️'])
    expect([emoji, shapeOf(emoji)]).toEqual([emoji, 'emoji']);
  for (const text of ['12', '', '🎉 done', '🎉'.repeat(9)]) expect(shapeOf(text)).not.toBe('emoji');
});

test('my name is mentioned as a whole word, whatever is in it', () => {
  expect(cutAtMentions('hi @Ada, and @ada!', 'Ada')).toEqual(['hi ', '@Ada', ', and ', '@ada', '!']);
  for (const text of ['@Adam', 'x@Ada', 'Ada', '@@Ada']) expect(mentions(text, 'Ada')).toBe(false);
  expect(mentions('@J. (R.) Doe?', 'J. (R.) Doe')).toBe(true);
  expect(mentions('@Jörg', 'Jör')).toBe(false);
});

test('several who come and go are told in one line', () => {
  const user = (username: string) => ({ userId: username, username });
  const pass = (kind: 'came' | 'went', ...names: string[]) =>
    names.map((name, id) => ({ id, kind, user: user(name), afterSeq: 1, at: 0 }));
  expect(joinLeaveText(pass('came', 'Mara'))).toBe('Mara came in');
  expect(joinLeaveText(pass('came', 'Mara', 'Ivo', 'Bo'))).toBe('Mara, Ivo and Bo came in');
  expect(joinLeaveText(pass('came', 'Mara', 'Ivo', 'a', 'b', 'c'))).toBe('Mara, Ivo and 3 others came in');
  expect(joinLeaveText([...pass('came', 'Mara'), ...pass('went', 'Ivo')])).toBe(
    'Mara came in, Ivo went away',
  );
  expect(joinLeaveText([...pass('came', 'Bo'), ...pass('went', 'Bo')])).toBe('Bo looked in');
  expect(joinLeaveText([...pass('went', 'Bo'), ...pass('came', 'Bo')])).toBe('Bo came back');
});

test('what others said is announced in one sentence, mine not at all', async () => {
  const said = (username: string, message: string) => ({
    ...{ id: '', roomId: 'tea', seq: 1, rev: 1, clientId: '', timestamp: 0 },
    ...{ userId: username, username, message },
  });
  expect(await announcement([said('me', 'a')], 'me')).toBeNull();
  expect(await announcement([said('Bo', 'Tea?'), said('me', 'a')], 'me')).toBe('Bo: Tea?');
  expect(await announcement([said('Bo', 'Tea?'), said('Mara', 'Yes')], 'me')).toBe(
    '2 new messages. The last is from Mara: Yes',
  );
  expect(await announcement([said('Bo', '**Tea** at [five](https://a.example)')], 'me')).toBe(
    'Bo: Tea at five',
  );
  expect((await announcement([said('Bo', 'x'.repeat(500))], 'me'))?.length).toBeLessThan(160);
});
