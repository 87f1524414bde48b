import { m, type Transition, type Variants } from 'framer-motion';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { dismiss, type Toast } from './toasts.js';

const STAYS_MS = 6_000;

/** As the style sheets' motion of the same name. Under "reduce motion" MotionConfig leaves only the fades. */
const arrive: Variants = {
  hidden: { opacity: 0, y: 6 },
  shown: { opacity: 1, y: 0, transition: { duration: 0.16, ease: [0.2, 0.8, 0.2, 1] } },
};

/** What goes, goes quickly. */
const leave: Transition = { duration: 0.12, ease: 'easeIn' };

/** Goes by itself, but not while the pointer or the focus is on it. */
export function ToastItem({ toast: { id, who, text, onOpen } }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [id, held]);
  const words = (
    <>
      {who !== undefined && <strong dir="auto">{who}</strong>}{' '}
      {/* What a user wrote has a direction of its own. Our sentences have ours, also where they begin with a name. */}
      <span dir={who === undefined ? undefined : 'auto'}>{text}</span>
    </>
  );
  return (
    <m.div
      className="toast"
      variants={arrive}
      initial="hidden"
      animate="shown"
      exit={{ opacity: 0, transition: leave }}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {onOpen ? (
        <button
          type="button"
          className="words"
          onClick={() => {
            dismiss(id);
            onOpen();
          }}
        >
          {words}
        </button>
      ) : (
        <p className="words">{words}</p>
      )}
      <button type="button" className="icon-button small" aria-label="Dismiss" onClick={() => dismiss(id)}>
        <X />
      </button>
    </m.div>
  );
}
