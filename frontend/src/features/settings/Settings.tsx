import { useState } from 'react';
import { Dialog } from '../../ui/Dialog.js';
import { useCell } from '../../use-cell.js';
import { allowDesktop, desktopState } from '../notices/desktop.js';
import { type Comings, prefer, preferences } from './preferences.js';

const COMINGS: Record<Comings, string> = {
  never: 'Never',
  small: 'In rooms of up to 20 people',
  always: 'In every room I have open',
};

/** What tells me of news, and when. */
export default function Settings({ onClose }: { onClose(): void }) {
  const { comings, desktop } = useCell(preferences);
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
        <legend>Tell me who comes and goes</legend>
        {(Object.keys(COMINGS) as Comings[]).map((name) => (
          <label key={name} className="check">
            <input
              type="radio"
              name="comings"
              checked={comings === name}
              onChange={() => prefer({ comings: name })}
            />
            <span>{COMINGS[name]}</span>
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
