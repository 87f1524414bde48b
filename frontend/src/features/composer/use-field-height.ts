import { type RefObject, useEffect, useLayoutEffect } from 'react';

/** Where the platform does it, that costs a fraction of measuring the text at every key. */
const IS_BUILT_IN = CSS.supports('field-sizing', 'content');

/** The field is as high as its text, however wide it is; the style sheet ends that at eight lines. */
export function useFieldHeight(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => fit(field.current), [field, text]);
  useEffect(() => {
    const element = field.current;
    if (!element || IS_BUILT_IN) return;
    let { clientWidth } = element;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === clientWidth) return;
      clientWidth = element.clientWidth;
      fit(element);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [field]);
}

function fit(element: HTMLTextAreaElement | null): void {
  if (!element || IS_BUILT_IN) return;
  const { form } = element;
  // Were the field smaller for the moment it is measured in, the conversation would be higher, and lose its end by it.
  if (form) form.style.minHeight = `${form.offsetHeight}px`;
  element.style.height = 'auto';
  element.style.height = `${element.scrollHeight}px`;
  if (form) form.style.minHeight = '';
}
