import { memo } from 'react';
import '../../styles/rich-text.css';
import { useDrawing } from './drawings.js';

/** A message's Markdown; as it was typed until it is its turn to be drawn. */
export const RichText = memo(({ text, name }: { text: string; name: string }) => {
  const drawing = useDrawing(text, name);
  return drawing?.node ?? <p className="typed">{text}</p>;
});
