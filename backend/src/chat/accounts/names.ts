import { isStorable } from '@parley/protocol';
import unhomoglyph from 'unhomoglyph';
import { refuse } from '../refusal.js';

/** An account's name as it will be stored. Refuses with `bad_request` what may not be one. */
export function accountName(text: string): string {
  const name = text.trim().normalize('NFKC');
  if (!ACCOUNT_NAME.test(name) || !isHonest(name)) {
    refuse(
      'bad_request',
      'username: 1 to 32 letters, digits, ".", "_" or "-", beginning with a letter or a digit, of one alphabet.',
    );
  }
  return name;
}

/** A guest's name as it will be stored. Refuses with `bad_request` what may not be one. */
export function guestName(text: string): string {
  const name = text
    .normalize('NFKC')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim();
  if (!GUEST_NAME.test(name) || !isHonest(name)) {
    refuse('bad_request', 'username: 1 to 50 visible characters, each word of one alphabet.');
  }
  return name;
}

/**
 * What a name looks like: equal for names that people could take for each other, whatever the case. Total: any text
 * has a key, also one that may not be a name.
 */
export function nameKey(text: string): string {
  const sameLetters = text
    .normalize('NFKC')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim()
    .toLowerCase()
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
  // In capitals, because more letters of different alphabets look alike there, and a name may be written in them.
  // A dot above an i shows no more than the i's own.
  let key = unhomoglyphed(inCapitals(sameLetters).replaceAll('\u0307', ''));
  // For some letters it answers a small one, whose capital may look like another's in turn.
  for (let again = 0; again < 2; again++) key = unhomoglyphed(inCapitals(key));
  return key;
}

function inCapitals(text: string): string {
  return text.toUpperCase().normalize('NFKC');
}

function unhomoglyphed(capitals: string): string {
  return unhomoglyph(capitals).replace(/[il1|]/gi, 'I');
}

const ACCOUNT_NAME = /^(?=.{1,32}$)[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}._-]*$/u;
const GUEST_NAME = /^(?=.{1,50}$)[^\p{C}\p{Z}](?: ?[^\p{C}\p{Z}])*$/u;
/** Characters that are not seen: zero-width ones, directions of writing, fillers, joiners, variation selectors. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/u;
const PILED_MARKS = /\p{M}{3}/u;
/** The alphabets that share shapes with each other. */
const ALPHABETS = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Lisu', 'Deseret'].map(
  (script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);

function isHonest(name: string): boolean {
  return (
    isStorable(name) &&
    !UNSEEN.test(name) &&
    !PILED_MARKS.test(name) &&
    name.split(' ').every((word) => ALPHABETS.filter((letters) => letters.test(word)).length <= 1)
  );
}
