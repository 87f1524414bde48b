import { AnimatePresence, domAnimation, LazyMotion, MotionConfig } from 'framer-motion';
import { useCell } from '../../use-cell.js';
import { ToastLine } from './ToastLine.js';
import { toasts } from './toasts.js';

/** News that pass by. Said politely to those who listen. */
export function Toasts() {
  const shown = useCell(toasts);
  return (
    <section className="toasts" aria-label="Notices" aria-live="polite">
      <LazyMotion features={domAnimation} strict>
        <MotionConfig reducedMotion="user">
          <AnimatePresence>
            {shown.map((one) => (
              <ToastLine key={one.id} toast={one} />
            ))}
          </AnimatePresence>
        </MotionConfig>
      </LazyMotion>
    </section>
  );
}
