/** Marks of no alphabet in particular: no language puts more than three on a letter. */
const PILE = /((?:(?=\p{M})\p{Script=Inherited}){3})(?:(?=\p{M})\p{Script=Inherited})+/gu;
const REPEATED = /(\p{M})\1{2,}/gu;
/** In any alphabet. */
const TOWER = /(\p{M}{6})\p{M}+/gu;

/** A text as it is shown: without the towers of marks that would paint over its neighbours. What is stored keeps them. */
export function limitCombiningMarks(text: string): string {
  return text.replace(REPEATED, '$1$1').replace(PILE, '$1').replace(TOWER, '$1');
}
