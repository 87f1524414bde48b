import { cutAtMentions, cutAtTurningNames } from './mentions.js';

/** A text in which my name stands out, and no name turns the direction of the words around it. */
export function Mentions({ text, name }: { text: string; name: string }) {
  return cutAtMentions(text, name).map((piece, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
      <mark key={index} dir="auto">
        {piece}
      </mark>
    ) : (
      cutAtTurningNames(piece).map((part, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        at % 2 === 1 ? <bdi key={at}>{part}</bdi> : part,
      )
    ),
  );
}
