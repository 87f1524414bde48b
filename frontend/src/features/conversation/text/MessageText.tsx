import { memo } from 'react';
import { Mentions } from './Mentions.js';
import { useRichText } from './rich-text-loader.js';
import { shapeOf } from './text-shape.js';

interface MessageTextProps {
  text: string;
  /** My name, which stands out. */
  name: string;
}

export const MessageText = memo(({ text, name }: MessageTextProps) => {
  const shape = shapeOf(text);
  if (shape === 'rich') return <WhenLoaded text={text} name={name} />;
  return <Plain text={text} name={name} large={shape === 'emoji'} />;
});

/** As it was typed, for the moment until it can be drawn. */
function WhenLoaded({ text, name }: MessageTextProps) {
  const RichText = useRichText();
  if (!RichText) return <Plain text={text} name={name} large={false} />;
  return (
    <div className="text rich" dir="auto">
      <RichText text={text} name={name} />
    </div>
  );
}

function Plain({ text, name, large }: MessageTextProps & { large: boolean }) {
  return (
    <p className={large ? 'text large' : 'text'} dir="auto">
      <Mentions text={text} name={name} />
    </p>
  );
}
