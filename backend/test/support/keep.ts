import { afterEach } from '@jest/globals';

/** For a file of tests: answers what keeps that which can be closed, until the test that opened it has ended. */
export function keepUntilTestEnds(): <T extends { close(): unknown }>(each: T) => T {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });
  return (each) => {
    open.push(each);
    return each;
  };
}
