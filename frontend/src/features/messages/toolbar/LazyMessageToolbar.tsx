import type { Message } from '@parley/protocol';
import { behindFirstRoom } from '../../../lib/lazy/first-room.js';
import { useLazyModule } from '../../../lib/lazy/use-lazy-module.js';
import { Boundary } from '../../../ui/Boundary.js';

const toolbar = behindFirstRoom(() => import('./MessageToolbar.js'));

/** The toolbar of a message, once it is loaded. */
export function LazyMessageToolbar({ message }: { message: Message }) {
  const loaded = useLazyModule(toolbar);
  if (loaded.state !== 'ready') return null;
  return (
    <Boundary fallback={() => null}>
      <loaded.module.MessageToolbar message={message} />
    </Boundary>
  );
}
