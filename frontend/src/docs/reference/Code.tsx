import { CopyButton } from '../../ui/CopyButton.js';

/** A block of code one can take along. */
export function Code({ text, title }: { text: string; title: string }) {
  return (
    <figure className="code-block">
      <figcaption>
        {title}
        <CopyButton label={`Copy ${title}`} text={text} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys, too */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
