import type { Message } from '@parley/client';
import wrapAnsi from 'wrap-ansi';
import { clean, cleanLine } from './clean.js';
import type { Paint } from './paint.js';
import { clock, stamp } from './time.js';

export interface View {
  columns: number;
  paint: Paint;
}

/** What begins a message; what follows stands below the text, so that no text can look like another message. */
const INDENT = ' '.repeat('00:00 '.length);

/** A message as it stands in a terminal: its time, its author, its text wrapped to the width. */
export function messageLines(message: Message, { columns, paint }: View): string[] {
  const name = cleanLine(message.username);
  const isGone = message.deletedAt !== undefined;
  const text = isGone ? '(deleted)' : clean(message.message);
  const edited = message.editedAt === undefined || isGone ? '' : ' (edited)';
  const [first = '', ...rest] = wrap(`${name}: ${text}${edited}`, columns - INDENT.length);
  const author = `${name}:`;
  const begun = first.startsWith(author)
    ? `${paint.name(message.userId, name)}:${first.slice(author.length)}`
    : first;
  return [`${paint.dim(clock(message.timestamp))} ${begun}`, ...rest.map((line) => INDENT + line)];
}

/** A message for a pipe or a file: whole, with its date, and one line unless its author broke it. */
export function plainMessage(message: Message): string {
  const text = message.deletedAt === undefined ? clean(message.message) : '(deleted)';
  const [first = '', ...rest] = text.split('\n');
  return [`${stamp(message.timestamp)} ${cleanLine(message.username)}: ${first}`, ...rest].join('\n\t');
}

/** Lines no wider than so many columns. A width of one less keeps terminals from breaking a full line themselves. */
export function wrap(text: string, columns: number): string[] {
  const width = Math.max(8, columns - 1);
  return text.split('\n').flatMap((line) => {
    const [first = '', ...rest] = wrapAnsi(line, width, { hard: true, trim: false }).split('\n');
    // The space a line was broken at; what begins a line of the author's own stays.
    return [first, ...rest.map((part) => part.replace(/^ /, ''))];
  });
}
