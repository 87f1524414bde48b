import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react';

/** As long as the systems wait, ms. */
const LONG_MS = 450;
/** A finger that moves further scrolls, px. */
const STILL_PX = 10;

/** A finger that stays where it is. Links keep the menu of the system, and buttons do something else, but for reactions. */
export function useLongPress(onPress: (() => void) | null) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const from = useRef({ x: 0, y: 0 });
  const cancel = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    onPointerDown: ({ pointerType, target, clientX, clientY }: PointerEvent) => {
      cancel();
      if (!onPress || pointerType !== 'touch') return;
      if (target instanceof Element && target.closest('a, button:not(.reaction)')) return;
      from.current = { x: clientX, y: clientY };
      timer.current = setTimeout(onPress, LONG_MS);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (Math.hypot(clientX - from.current.x, clientY - from.current.y) > STILL_PX) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    // The menu of the system would lie over the sheet.
    onContextMenu: (event: MouseEvent) => {
      if ((event.nativeEvent as globalThis.PointerEvent).pointerType === 'touch') event.preventDefault();
    },
  };
}
