import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Closer than this to the end one follows new messages; so close to the beginning older ones are fetched. In px. */
const NEAR = 100;

/** Keeps the eye where it is: at the end while new lines come, on the same line while older ones are put above it. */
export function useScroll(
  firstSeq: number,
  lines: number,
  pending: number,
  { onOlder, onEnd }: { onOlder(): void; onEnd(atEnd: boolean): void },
) {
  const list = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const before = useRef({ firstSeq, pending, height: 0 });

  const toEnd = () => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line moves the end
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const then = before.current;
    if (firstSeq < then.firstSeq) element.scrollTop += element.scrollHeight - then.height;
    else if (atEnd || pending > then.pending) element.scrollTop = element.scrollHeight;
    before.current = { firstSeq, pending, height: element.scrollHeight };
  }, [firstSeq, lines, pending]);

  // A keyboard that opens, or a window made smaller, must not hide the end.
  useEffect(() => {
    const element = list.current;
    if (!element || !atEnd) return;
    const observer = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [atEnd]);

  const onScroll = () => {
    const element = list.current;
    if (!element) return;
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    if (near !== atEnd) {
      setAtEnd(near);
      onEnd(near);
    }
    if (element.scrollTop < NEAR && !near) onOlder();
  };
  return { list, atEnd, toEnd, onScroll };
}
