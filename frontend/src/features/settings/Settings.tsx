import { useState } from 'react';
import { allowDesktop, desktopState } from '../../lib/browser/desktop-notifications.js';
import { useStore } from '../../lib/store/use-store.js';
import { Dialog } from '../../ui/dialog/Dialog.js';
import { type JoinLeaveToasts, prefer, preferences } from './preferences.js';

const JOIN_LEAVE: Record<JoinLeaveToasts, string> = {
  never: 'Never',
  small: 'In rooms of up to 20 people',
  always: 'In each that I have open',
};

/** What tells me of news, and when. */
export default function Settings({ onClose }: { onClose(): void }) {
  const { joinLeave, desktop } = useStore(preferences);
  const [state, setState] = useState(desktopState);
  const wish = async (on: boolean) => {
    const allowed = on && (await allowDesktop());
    setState(desktopState());
    prefer({ desktop: allowed });
  };
  return (
    <Dialog title="Notices" about="Kept in this browser." onClose={onClose}>
      <fieldset className="options">
        <legend>When the page is hidden</legend>
        <label className="check">
          <input
            type="checkbox"
            checked={desktop && state === 'granted'}
            disabled={state === 'absent'}
            onChange={(event) => void wish(event.target.checked)}
          />
          <span>
            Notify me of direct messages <small className="quiet">{WORDS[state]}</small>
          </span>
        </label>
      </fieldset>
      <fieldset className="options">
        <legend>Tell me who comes and goes, where a room shows it</legend>
        {(Object.keys(JOIN_LEAVE) as JoinLeaveToasts[]).map((name) => (
          <label key={name} className="check">
            <input
              type="radio"
              name="joinLeave"
              checked={joinLeave === name}
              onChange={() => prefer({ joinLeave: name })}
            />
            <span>{JOIN_LEAVE[name]}</span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}

const WORDS: Record<ReturnType<typeof desktopState>, string> = {
  granted: 'By the browser, once, however many tabs are open',
  default: 'The browser asks for your permission first',
  denied: 'The browser forbids it. Allow it beside the address of this page.',
  absent: 'This browser, or this address without https, has no notifications',
};
