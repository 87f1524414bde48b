export type Kind = 'emoji' | 'person' | 'room';

/** What one began to write that can be completed: from its sign to the caret. */
export interface Trigger {
  kind: Kind;
  query: string;
  from: number;
  to: number;
}

/** Faces of letters, as `:-P`, `:DD` and `:xD`, and minutes: who writes one means it as it is. `:-1` is a thumb. */
const FACE = /^(?:-(?!1$)|([dpsoxc])\1+$|xd+$|dx+$|\d\d?$)/i;

/** After a space or an opening bracket: an address or a time of day is not a name. */
const RULES: readonly [Kind, RegExp][] = [
  ['emoji', /(?:^|[\s(])(:([a-z0-9_+-]{2,32}))$/i],
  ['person', /(?:^|[\s(])(@([\p{L}\p{N}._-]{0,50}))$/u],
  ['room', /(?:^|[\s(])(#([\p{L}\p{N}_-]{0,64}))$/u],
];

/** Longer than anything that is completed. */
const LOOK_BACK = 80;

export function findTrigger(text: string, caret: number): Trigger | null {
  const before = text.slice(Math.max(0, caret - LOOK_BACK), caret);
  for (const [kind, rule] of RULES) {
    const [, whole, query] = rule.exec(before) ?? [];
    if (whole !== undefined && query !== undefined) {
      if (kind === 'emoji' && FACE.test(query)) return null;
      return { kind, query, from: caret - whole.length, to: caret };
    }
  }
  return null;
}
