import { type ComponentType, useLayoutEffect, useRef, useState } from 'react';
import type { LazyModule } from '../../lib/lazy/lazy-module.js';
import { useLazyModule } from '../../lib/lazy/use-lazy-module.js';
import { Boundary } from '../Boundary.js';
import { Fault, LoadFault } from '../Fault.js';
import { ignoringComposition } from '../ignoring-composition.js';
import { leaveTypedAhead } from '../menu/typed-ahead.js';
import { Dialog } from './Dialog.js';

interface LazyDialogOptions<Props> {
  /** As the window itself is called. */
  title(props: Props): string;
  /** It begins with a field: what is typed before it is there goes into that. */
  hasField?: boolean;
}

/** A window that is loaded when it is first wanted. Its frame is there at once and takes the keys. */
export function lazyDialog<Props extends { onClose(): void }>(
  part: LazyModule<{ default: ComponentType<Props> }>,
  { title, hasField = false }: LazyDialogOptions<Props>,
): ComponentType<Props> {
  return function LazyDialog(props: Props) {
    const { onClose } = props;
    const loaded = useLazyModule(part);
    // A word of an input method that is half written would be lost with the field it stands in.
    const [isComposing, setIsComposing] = useState(false);
    const name = title(props);
    if (loaded.state === 'ready' && !isComposing) {
      const Window = loaded.module.default;
      return (
        <Boundary
          fallback={() => (
            <Dialog title={name} onClose={onClose}>
              <Fault
                text="This window broke. The rest of the page goes on."
                action="Close"
                onAction={onClose}
              />
            </Dialog>
          )}
        >
          <Window {...props} />
        </Boundary>
      );
    }
    return (
      <Dialog title={name} onClose={onClose}>
        {hasField && <FieldAhead onComposing={setIsComposing} />}
        {loaded.state === 'failed' ? (
          <LoadFault why={loaded.why} onRetry={part.retry} />
        ) : (
          <p className="quiet">Loading …</p>
        )}
      </Dialog>
    );
  };
}

/** Takes what is typed until the window is there. */
function FieldAhead({ onComposing }: { onComposing(is: boolean): void }) {
  const typed = useRef({ text: '', isSubmitted: false });
  useLayoutEffect(() => () => leaveTypedAhead(typed.current), []);
  return (
    <div className="field">
      <div className="box">
        <input
          aria-label="Loading"
          autoComplete="off"
          onChange={({ target }) => {
            typed.current = { text: target.value, isSubmitted: false };
          }}
          onKeyDown={ignoringComposition(({ key }) => {
            if (key === 'Enter') typed.current.isSubmitted = true;
          })}
          onCompositionStart={() => onComposing(true)}
          onCompositionEnd={() => onComposing(false)}
        />
      </div>
    </div>
  );
}
