import { expect, test } from '@jest/globals';
import { read, write } from '../../src/load/mark.js';
import { parleyDialect } from '../../src/target/parley-dialect.js';

test('a mark is read out of whatever frame carries it, to the microsecond', () => {
  const mark = { sender: 12, count: 345, due: 1_234_567.891 };
  const body = write(mark, 130);
  expect(body).toHaveLength(130);
  expect(read(parleyDialect.say('general', body, 7))).toEqual(mark);
  expect(read('42["room_head",{}]')).toBeNull();
});
