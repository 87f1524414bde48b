import { SetUpError } from './set-up-error.js';

/** One of the words. Throws SetUpError that names the option, like all of these. */
export function oneOf<const T extends string>(option: string, text: string, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new SetUpError(`--${option}: "${text}" is none of ${words.join(', ')}.`);
  return word;
}

/** Several of the words, separated by commas; `all` for all of them. */
export function someOf<const T extends string>(option: string, text: string, words: readonly T[]): T[] {
  return text === 'all'
    ? [...words]
    : [...new Set(text.split(',').map((name) => oneOf(option, name.trim(), words)))];
}

export function whole(option: string, text: string, least: number, most: number): number {
  const value = number(option, text, least, most);
  if (!Number.isInteger(value)) throw new SetUpError(`--${option} must be a whole number, not ${text}.`);
  return value;
}

export function number(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new SetUpError(`--${option} must be a number from ${least} to ${most}, not ${text}.`);
}
