import { cutAtMentions } from './mentions.js';

/** A text in which my name stands out. */
export function Mentions({ text, name }: { text: string; name: string }) {
  const [first, ...others] = cutAtMentions(text, name);
  if (others.length === 0) return first;
  return [first, ...others].map((piece, index) =>
    // The pieces of one text never change places.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece,
  );
}
