import { useState } from 'react';
import { CopyButton } from '../../../ui/CopyButton.js';
import { useSideFades } from '../use-side-fades.js';
import { useHighlighted } from './use-highlighted.js';

/** Longer code fades out, until its reader wants the rest. */
const LINES = 24;

/** Code between fences, coloured as soon as that can be done. `about` is what stands behind the opening fence. */
export function CodeBlock({ text, about }: { text: string; about: string }) {
  const [isOpen, setOpen] = useState(false);
  const [language = ''] = about.toLowerCase().split(/[\s{:,]/);
  const lines = text.split('\n').length;
  const isLong = lines > LINES;
  return (
    <section
      className="code"
      dir="ltr"
      data-bare={about === '' || undefined}
      data-cut={(isLong && !isOpen) || undefined}
      aria-label={about === '' ? 'Code' : `Code, ${about}`}
    >
      <div className="code-bar">
        {about !== '' && <span>{about}</span>}
        <CopyButton label="Copy code" text={text} />
      </div>
      <Coloured text={text} language={language} />
      {isLong && (
        <button
          type="button"
          className="code-rest"
          aria-expanded={isOpen}
          onClick={() => setOpen((wasOpen) => !wasOpen)}
        >
          {isOpen ? 'Show less' : `Show all ${lines} lines`}
        </button>
      )}
    </section>
  );
}

function Coloured({ text, language }: { text: string; language: string }) {
  const coloured = useHighlighted(text, language);
  const ref = useSideFades<HTMLPreElement>();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre ref={ref} tabIndex={0}>
      <code>{coloured ?? text}</code>
    </pre>
  );
}
