import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clean, cleanLine } from '../src/lines/clean.js';

test('what a terminal would obey is shown as a sign', () => {
  // Clears the screen, renames the window, asks the terminal to answer, rings, and goes back over the line.
  expect(clean('a\u001b[2Jb')).toBe('a\u241b[2Jb');
  expect(clean('\u001b]0;owned\u0007')).toBe('\u241b]0;owned\u2407');
  expect(clean('\u009b6n')).toBe('\ufffd6n');
  expect(clean('paid\b\b\b\bowed\u007f')).toBe('paid\u2408\u2408\u2408\u2408owed\u2421');
});

test('a text has no way back to the beginning of its line, and a name no way to the next', () => {
  expect(clean('one\rtwo\r\nthree\u2028four\u2029five')).toBe('one\ntwo\nthree\nfour\nfive');
  expect(cleanLine('Ann\n12:00 Ben')).toBe('Ann 12:00 Ben');
});

test('nothing turns the direction of what stands beside it', () => {
  expect(clean('\u202eexe.txt\u2066\u200f')).toBe('\ufffdexe.txt\ufffd\ufffd');
});

test('no control character gets through but the end of a line, and clean text is left as it is', () => {
  const anything = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(anything, (text) => {
      expect(clean(text).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      expect(clean(clean(text))).toBe(clean(text));
    }),
  );
  const usual = 'Grüße, 你好, 👩‍👩‍👧, عربي — "quoted"';
  expect(clean(usual)).toBe(usual);
});
