import { type RefObject, useEffect, useRef } from 'react';

/** Marks an element that scrolls sideways with the sides at which there is more of it: `data-more="left right"`. */
export function useSideFades<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const look = () => {
      const end = element.scrollWidth - element.clientWidth;
      const left = Math.abs(element.scrollLeft);
      element.dataset.more = `${left > 1 ? 'left' : ''} ${left < end - 1 ? 'right' : ''}`.trim();
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  return ref;
}
