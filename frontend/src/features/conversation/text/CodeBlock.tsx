import type { ExtraProps } from 'react-markdown';
import { CopyButton } from '../CopyButton.js';
import { useHighlighted } from './use-highlighted.js';

/** Code between fences, coloured as soon as that can be done. */
export function CodeBlock({ node }: ExtraProps) {
  const [code] = node?.children ?? [];
  if (code?.type !== 'element') return null;
  const [inside] = code.children;
  const text = inside?.type === 'text' ? inside.value.replace(/\n$/, '') : '';
  const classes = code.properties.className;
  const language = String(Array.isArray(classes) ? (classes[0] ?? '') : '').replace('language-', '');
  return (
    <section className="code" dir="ltr" aria-label={language ? `Code, ${language}` : 'Code'}>
      <div className="code-bar">
        <span>{language}</span>
        <CopyButton label="Copy code" text={text} />
      </div>
      <Coloured text={text} language={language} />
    </section>
  );
}

function Coloured({ text, language }: { text: string; language: string }) {
  const coloured = useHighlighted(text, language);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre tabIndex={0}>
      <code>{coloured ?? text}</code>
    </pre>
  );
}
