import type { Transition, Variants } from 'framer-motion';

/**
 * Motion has names, is short, and means something. Under "reduce motion" MotionConfig leaves only the fades.
 * Nothing moves that was not caused by a person; history never arrives. What the first room shows moves by the style
 * sheets alone, under the same names: the library for the rest comes behind it.
 */
const decelerate: Transition = { duration: 0.16, ease: [0.2, 0.8, 0.2, 1] };

/** A message at the live end. */
export const arrive: Variants = {
  hidden: { opacity: 0, y: 6 },
  shown: { opacity: 1, y: 0, transition: decelerate },
};

/** From pending to stored. */
export const settle: Transition = { duration: 0.16, ease: 'easeOut' };

/** A small thing a person just made: a badge, a reaction. */
export const pop: Variants = {
  hidden: { opacity: 0, scale: 0.8 },
  shown: { opacity: 1, scale: 1, transition: { type: 'spring', duration: 0.22, bounce: 0.35 } },
};

/** Whatever goes, goes quickly. */
export const leave: Transition = { duration: 0.12, ease: 'easeIn' };
