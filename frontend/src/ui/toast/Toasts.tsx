import { AnimatePresence, domAnimation, LazyMotion, MotionConfig } from 'framer-motion';
import { useStore } from '../../lib/store/use-store.js';
import { ToastItem } from './ToastItem.js';
import { toasts } from './toasts.js';

/** News that pass by. Said politely to those who listen. */
export function Toasts() {
  const shown = useStore(toasts);
  return (
    <section className="toasts" aria-label="Notices" aria-live="polite">
      <LazyMotion features={domAnimation} strict>
        <MotionConfig reducedMotion="user">
          <AnimatePresence>
            {shown.map((one) => (
              <ToastItem key={one.id} toast={one} />
            ))}
          </AnimatePresence>
        </MotionConfig>
      </LazyMotion>
    </section>
  );
}
