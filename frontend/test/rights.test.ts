import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';

const SOURCES = new URL('../src/', import.meta.url);

/** Where roles are named, and why that is no rule about who may do what: those are the policy's (protocol/src/policy). */
const NAMED = {
  'features/people/ModerationItems.tsx':
    'the other role is what the button gives; an owner has the room already',
  'features/people/MemberBadges.tsx': 'a role is shown beside the name',
  'features/people/use-member-roles.ts': 'saves the drawing of all messages where no right depends on it',
  'rights/message-rights.ts': 'what is not known yet is taken for the worst',
};

test('the page has no rule of its own about who may do what', async () => {
  const files = (await readdir(SOURCES, { recursive: true })).map((file) => file.replaceAll('\\', '/'));
  const naming: string[] = [];
  for (const file of files.filter((name) => /\.tsx?$/.test(name) && !name.startsWith('docs/'))) {
    const text = await readFile(new URL(file, SOURCES), 'utf8');
    if (/'(owner|moderator|admin)'/.test(text)) naming.push(file);
  }
  expect(files.length).toBeGreaterThan(100);
  expect(naming.sort()).toEqual(Object.keys(NAMED).sort());
});
