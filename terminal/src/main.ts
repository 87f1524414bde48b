#!/usr/bin/env node
import { parseOptions, USAGE } from './options.js';
import { pipe } from './pipe.js';
import { signIn } from './sign-in.js';
import { talk } from './talk.js';

const { USER, USERNAME } = process.env;
const parsed = parseOptions(process.argv.slice(2), process.env, USER || USERNAME || 'Guest');

if (parsed.ask === 'help') console.log(USAGE);
else if (parsed.ask === 'nothing') {
  console.error(`${parsed.fault}\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  try {
    const session = await signIn(parsed.options);
    const isWatched = process.stdin.isTTY && process.stdout.isTTY;
    process.exitCode = await (isWatched ? talk : pipe)(session, parsed.options.roomId);
    // Who came by a token of their own goes on using it.
    if (parsed.options.way.as !== 'token') await session.logOut();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
  process.stdin.destroy();
}
