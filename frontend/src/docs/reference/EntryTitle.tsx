import { Fragment } from 'react';
import type { Entry } from '../reading/entry.js';

/** `GET /api/me`, or a name. Long ones break where their parts meet. */
export function EntryTitle({ entry: { method, path, name } }: { entry: Entry }) {
  return (
    <span className="entry-title">
      {method && <span className={`method ${method.toLowerCase()}`}>{method}</span>}
      <code>
        {(path ?? name).split(/(?=\/)/).map((part) => (
          <Fragment key={part}>
            <wbr />
            {part}
          </Fragment>
        ))}
      </code>
    </span>
  );
}
