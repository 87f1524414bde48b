/** Letters that are written from right to left, and what turns the direction of writing. */
const TURNS =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Bidi_Control}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/**
 * A name as it stands in a sentence: what is written from right to left must not turn the words around it. For texts that
 * have no elements, such as titles, labels and notifications; an element has `dir="auto"`. What turns nothing stays as it is.
 */
export function isolate(name: string): string {
  return TURNS.test(name) ? `${FIRST_STRONG_ISOLATE}${name}${POP_ISOLATE}` : name;
}
