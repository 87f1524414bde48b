import { isEmoji } from '@parley/client';

/** What one line asks for. */
export type Command =
  | { name: 'say'; text: string }
  | { name: 'join'; room: string }
  | { name: 'history'; count: number }
  /** To the latest message, 1, or one so far back. */
  | { name: 'react'; emoji: string; back: number; on: boolean }
  | { name: 'rooms' | 'who' | 'help' | 'quit' | 'nothing' }
  | { name: 'mistake'; reason: string };

export const HELP = `/rooms          my rooms, and public ones
/join ROOM      go to another room
/who            who is here
/history [50]   what was said before
/react 👍 [2]   react to the latest message, or to the second latest
/unreact 👍     take that back
/quit           leave, as Ctrl-C does, when everything is stored
//text          says /text`;

const HISTORY_MOST = 1_000;

export function parseCommand(line: string): Command {
  if (line.trim() === '') return { name: 'nothing' };
  if (line.startsWith('//')) return { name: 'say', text: line.slice(1) };
  if (!line.startsWith('/')) return { name: 'say', text: line };
  const [, word = '', argument = ''] = /^\/(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
  switch (word) {
    case 'rooms':
    case 'who':
    case 'help':
    case 'quit':
      return { name: word };
    case 'join':
      return argument
        ? { name: 'join', room: argument }
        : { name: 'mistake', reason: 'Which room? /join ROOM' };
    case 'history':
      return history(argument || '50');
    case 'react':
    case 'unreact':
      return reaction(argument, word === 'react');
    default:
      return { name: 'mistake', reason: `There is no /${word}. /help tells what there is.` };
  }
}

function history(argument: string): Command {
  const count = Number(argument);
  return Number.isInteger(count) && count > 0 && count <= HISTORY_MOST
    ? { name: 'history', count }
    : { name: 'mistake', reason: `How many messages? 1 to ${HISTORY_MOST}.` };
}

function reaction(argument: string, on: boolean): Command {
  const [, emoji = '', back = '1'] = /^(\S+)(?:\s+(\d{1,4}))?$/.exec(argument) ?? [];
  if (!isEmoji(emoji))
    return { name: 'mistake', reason: `With which emoji? /${on ? 'react' : 'unreact'} 👍` };
  return { name: 'react', emoji, back: Math.max(1, Number(back)), on };
}
