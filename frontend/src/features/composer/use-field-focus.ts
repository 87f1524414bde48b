import { type RefObject, useEffect, useLayoutEffect } from 'react';

/** One may write at once, and a message that is to be changed is changed from its end. */
export function useFieldFocus(field: RefObject<HTMLTextAreaElement | null>, editing: number | null): void {
  useEffect(() => {
    // With a finger one opens a room to read it: no keyboard rises before it is wanted.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, [field]);
  useLayoutEffect(() => {
    if (editing === null || !field.current) return;
    const { length } = field.current.value;
    field.current.focus({ preventScroll: true });
    field.current.setSelectionRange(length, length);
  }, [field, editing]);
}
