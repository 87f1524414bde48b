import { isVisible } from '@parley/protocol';
import { memo, type ReactNode } from 'react';
import { limitCombiningMarks } from '../../lib/text/limit-combining-marks.js';
import { Boundary } from '../../ui/Boundary.js';
import { Mentions } from './Mentions.js';
import { useRichText } from './rich-text-loader.js';
import { shapeOf } from './text-shape.js';

interface MessageTextProps {
  text: string;
  /** My name, which stands out. */
  name: string;
  /** Stands behind the text. */
  children?: ReactNode;
}

export const MessageText = memo(({ text: written, name, children }: MessageTextProps) => {
  // Such a text is refused, but older ones are stored.
  if (!isVisible(written)) return <p className="deleted">Nothing to see</p>;
  const text = limitCombiningMarks(written);
  const shape = shapeOf(text);
  if (shape === 'rich')
    return (
      <WhenLoaded text={text} name={name}>
        {children}
      </WhenLoaded>
    );
  return (
    <Plain text={text} name={name} large={shape === 'emoji'}>
      {children}
    </Plain>
  );
});

/** As it was typed, for the moment until it can be drawn. */
function WhenLoaded({ text, name, children }: MessageTextProps) {
  const RichText = useRichText();
  if (!RichText)
    return (
      <Plain text={text} name={name} large={false}>
        {children}
      </Plain>
    );
  return (
    <div className="text rich">
      {/* A text that cannot be drawn is shown as it was typed, and no other with it. */}
      <Boundary key={text} fallback={() => <Mentions text={text} name={name} />}>
        <RichText text={text} name={name} />
      </Boundary>
      {children}
    </div>
  );
}

function Plain({ text, name, large, children }: MessageTextProps & { large: boolean }) {
  return (
    <p className={large ? 'text large' : 'text'} dir="auto">
      <Mentions text={text} name={name} />
      {children}
    </p>
  );
}
