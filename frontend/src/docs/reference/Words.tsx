import { Fragment } from 'react';

/** A text of the documents: between backticks stands code, an empty line parts paragraphs. */
export function Words({ text }: { text: string }) {
  return text.split(/\n{2,}/).map((paragraph) => (
    <p key={paragraph}>
      <Inline text={paragraph} />
    </p>
  ));
}

export function Inline({ text }: { text: string }) {
  // Every second part stood between two backticks. A text does not change, so places are names.
  return text.split('`').map((part, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <code key={place} className="term">
        {part}
      </code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <Fragment key={place}>{part}</Fragment>
    ),
  );
}
