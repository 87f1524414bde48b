import { memo, type ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import '../../../styles/rich-text.css';
import { CodeBlock } from './CodeBlock.js';
import { Link } from './Link.js';
import { markdownOptions } from './markdown-options.js';

/** The texts last drawn: one that is scrolled back into view is not read again. */
const KEPT = 500;
const kept = new Map<string, ReactNode>();

const components: Components = {
  a: ({ href = '', children }) => <Link href={href}>{children}</Link>,
  pre: ({ node }) => <CodeBlock node={node} />,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </section>
  ),
  input: ({ checked }) => <span className="task">{checked ? '☑' : '☐'}</span>,
};

/** A heading in a message is a strong line: the page has its own headings. */
function Heading({ children }: { children?: ReactNode }) {
  return (
    <p className="heading">
      <strong>{children}</strong>
    </p>
  );
}

/** A message's Markdown as elements: never markup of its own, never anything loaded from elsewhere. */
export const RichText = memo(({ text, name }: { text: string; name: string }) => {
  const key = `${name}\n${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const drawn = draw(text, name);
  kept.set(key, drawn);
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  return drawn;
});

function draw(text: string, name: string): ReactNode {
  try {
    return Markdown({ ...markdownOptions(name), children: text, components });
  } catch {
    // One text that cannot be read must not take the whole list with it.
    return <p className="typed">{text}</p>;
  }
}
