import { Crowd } from './crowd.js';
import type { Answered, Asked } from './orders.js';

const crowd = new Crowd();

process.on('message', (asked: Asked) => {
  const answer = (answered: Answered) => process.send?.(answered);
  perform(asked).then(
    (value) => answer({ id: asked.id, answer: value }),
    (error: unknown) =>
      answer({ id: asked.id, error: error instanceof Error ? (error.stack ?? error.message) : `${error}` }),
  );
});

// The parent is gone.
process.on('disconnect', () => process.exit(0));
// Ctrl-C is for the parent, which will end us.
process.on('SIGINT', () => undefined);

/** The table pairs each order with its answer; the compiler loses the pairing at the look-up. */
function perform({ name, order }: Asked): Promise<unknown> {
  return (crowd.does[name] as (order: Asked['order']) => Promise<unknown>)(order);
}
