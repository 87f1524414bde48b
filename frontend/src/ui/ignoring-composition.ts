interface Key {
  nativeEvent: KeyboardEvent;
}

/**
 * A key inside a word of an input method (Japanese, Chinese ...) ends, chooses or drops that word: it is never meant for the
 * page. Safari tells the last of them by its code alone.
 */
export function isComposing(event: KeyboardEvent | Key): boolean {
  const { isComposing: composing, keyCode } = 'nativeEvent' in event ? event.nativeEvent : event;
  return composing || keyCode === 229;
}

/** What a key does, for every listener to keys of the page: nothing while a word is being composed. */
export function ignoringComposition<E extends KeyboardEvent | Key>(
  onKey: (event: E) => void,
): (event: E) => void {
  return (event) => {
    if (!isComposing(event)) onKey(event);
  };
}
