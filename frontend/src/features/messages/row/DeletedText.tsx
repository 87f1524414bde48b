import { exactly } from '../../../time/times.js';

/** Stands where a message was: seqs have no holes, and nor has a conversation. */
export function DeletedText({ at }: { at: number }) {
  return (
    <p className="deleted" title={`Deleted ${exactly(at)}`}>
      Message deleted
    </p>
  );
}
