import { i9, i19, i20 } from './afterwards.js';
import { i21 } from './consumers.js';
import type { Check } from './finding.js';
import { i4, i5, i10, i11 } from './hearing.js';
import { i7, i8 } from './order.js';
import { i23 } from './reactions.js';
import { i12, i13, i14 } from './rights.js';
import { i1, i2, i3, i17 } from './stored.js';
import { i6, i15, i16, i18 } from './time.js';

/** What a run must never break. */
export const INVARIANTS: readonly { name: string; says: string; check: Check }[] = [
  { name: 'I1', says: 'every acknowledgement is in the table', check: i1 },
  { name: 'I2', says: 'one row a key, a resend gets the same seq', check: i2 },
  { name: 'I3', says: 'seq is 1 to last_seq', check: i3 },
  { name: 'I4', says: 'all see +1 steps and agree which seq is what', check: i4 },
  { name: 'I5', says: 'nothing is shown twice', check: i5 },
  { name: 'I6', says: 'every view equals the table within 5 s', check: i6 },
  { name: 'I7', says: "a sender's own order holds", check: i7 },
  { name: 'I8', says: 'acknowledged before sent is a smaller seq', check: i8 },
  { name: 'I9', says: 'own writes are read on any instance', check: i9 },
  { name: 'I10', says: 'a head never goes back', check: i10 },
  { name: 'I11', says: 'nothing appears that is not in the table', check: i11 },
  { name: 'I12', says: 'nothing after a removal, either way', check: i12 },
  { name: 'I13', says: 'nothing soon after a session ended', check: i13 },
  { name: 'I14', says: 'a deleted text is found nowhere', check: i14 },
  { name: 'I15', says: "a killed instance's clients are offline in 45 s", check: i15 },
  { name: 'I16', says: 'stalled readers cost bounded memory', check: i16 },
  { name: 'I17', says: 'a refused message never appears', check: i17 },
  { name: 'I18', says: 'a frozen instance delays others 2 s at most', check: i18 },
  { name: 'I19', says: 'unread counts are right', check: i19 },
  { name: 'I20', says: 'everything works again after healing', check: i20 },
  { name: 'I21', says: 'what is done behind a commit is done once', check: i21 },
  { name: 'I23', says: 'reactions are made once, and counted right', check: i23 },
];
