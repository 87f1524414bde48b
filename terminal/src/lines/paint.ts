import { styleText } from 'node:util';

/** Colours, where the terminal has some and its user wants them. */
export interface Paint {
  dim(text: string): string;
  strong(text: string): string;
  alarm(text: string): string;
  /** One person's name: the same colour wherever it stands. */
  name(userId: string, text: string): string;
}

/** Readable on dark and on light; red is for what went wrong. */
const PEOPLE = [
  'cyan',
  'green',
  'yellow',
  'magenta',
  'blue',
  'cyanBright',
  'greenBright',
  'magentaBright',
] as const;

export const PLAIN: Paint = {
  dim: (text) => text,
  strong: (text) => text,
  alarm: (text) => text,
  name: (_, text) => text,
};

export const COLOURED: Paint = {
  dim: (text) => coloured('dim', text),
  strong: (text) => coloured('bold', text),
  alarm: (text) => coloured('red', text),
  name: (userId, text) => coloured(['bold', colourOf(userId)], text),
};

/** Whether there shall be colours was decided before: newer versions of Node would ask standard output, too. */
function coloured(style: Parameters<typeof styleText>[0], text: string): string {
  return styleText(style, text, { validateStream: false });
}

function colourOf(userId: string): (typeof PEOPLE)[number] {
  let sum = 0;
  for (const letter of userId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return PEOPLE[sum % PEOPLE.length] ?? 'cyan';
}
