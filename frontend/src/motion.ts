import type { Transition, Variants } from 'framer-motion';

/**
 * Motion has names, is short, and means something. Under "reduce motion" MotionConfig leaves only the fades.
 * Nothing moves that was not caused by a person; history never arrives.
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

/** A panel comes in from its side. */
export const slide: Variants = {
  hidden: { opacity: 0, x: 16 },
  shown: { opacity: 1, x: 0, transition: { duration: 0.2, ease: [0.2, 0.8, 0.2, 1] } },
  gone: { opacity: 0, x: 16, transition: { duration: 0.12, ease: 'easeIn' } },
};

/** Whatever goes, goes quickly. */
export const leave: Transition = { duration: 0.12, ease: 'easeIn' };
