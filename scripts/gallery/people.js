/**
 * Who works in this workspace. The names are of several alphabets and lengths on purpose: each of them has to fit.
 *
 * @typedef {keyof typeof ACCOUNTS | 'sam'} Who
 */
export const ACCOUNTS = {
  amara: 'amara.okafor',
  tomas: 'tomás.quiroga',
  yuki: '田中優希',
  noor: 'noor.al-rashid',
  priya: 'priya.raghunathan',
  lars: 'lars.østergaard',
  dafna: 'dafna.levi',
  maksym: 'Максим',
  wil: 'wilhelmina.vdwesthuizen-berglund',
};

/** Comes without an account. */
export const GUEST = 'Sam Reyes';

/** Through whose eyes the pictures are taken. */
export const ME = 'amara';

export const passwordOf = (/** @type {string} */ username) => `a password of ${username}`;
