import type { ReactNode } from 'react';
import { Avatar } from '../../ui/Avatar.js';

interface LineProps {
  author: { id: string; name: string };
  begins: boolean;
  /** Beside the name, or in the margin of a line that continues. */
  time: ReactNode;
  state: 'stored' | 'sending' | 'failed';
  text: string;
  children?: ReactNode;
}

/** A message, whatever became of it. The text is text: nothing in it is ever markup. */
export function Line({ author, begins, time, state, text, children }: LineProps) {
  return (
    <li className={begins ? 'line begins' : 'line'} data-state={state}>
      {begins ? <Avatar id={author.id} name={author.name} /> : <span className="gutter">{time}</span>}
      <div className="body">
        {begins && (
          <p className="meta">
            <strong>{author.name}</strong> {time}
          </p>
        )}
        <p className="text">{text}</p>
        {children}
      </div>
    </li>
  );
}
