import type { ErrorMeaning } from '../reading/entry.js';
import { Inline } from './Words.js';

interface RefusalsProps {
  codes: readonly string[];
  errors: Readonly<Record<string, ErrorMeaning>>;
}

/** Error codes, and whether trying again helps. */
export function Refusals({ codes, errors }: RefusalsProps) {
  return (
    <table className="codes">
      <thead>
        <tr>
          <th scope="col">Code</th>
          <th scope="col">Status</th>
          <th scope="col">Means</th>
        </tr>
      </thead>
      <tbody>
        {codes.map((code) => {
          const { status, retry, means } = errors[code] ?? { status: '', retry: false, means: '' };
          return (
            <tr key={code}>
              <th scope="row">
                <code>{code}</code>
              </th>
              <td className="numeral">{status}</td>
              <td>
                <Inline text={means} />
                {retry && <span className="retry">may succeed later</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
