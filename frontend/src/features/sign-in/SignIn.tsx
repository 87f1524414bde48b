import type { Session } from '@parley/client';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import '../../styles/sign-in.css';
import { SpeechBubbles } from '../../ui/illustrations.js';
import { endText } from './fault.js';
import { WayForm } from './WayForm.js';
import { isWay, WAY_NAMES, WAYS, type Way } from './ways.js';

interface SignInProps {
  session: Session;
  /** Why the last session ended; null: none did. */
  endedBy: string | null;
  /** This browser keeps what was begun to write in it. */
  withDrafts: boolean;
}

/** The first page: log in, register, or come as a guest. */
export default function SignIn({ session, endedBy, withDrafts }: SignInProps) {
  const [way, setWay] = useState<Way>('logIn');
  return (
    <main className="sign-in">
      <div className="pitch">
        <SpeechBubbles />
        <p>Talk with your people, on your own server.</p>
      </div>
      <div className="ways-in">
        <h1>
          <img src="/icon.svg" alt="" width="36" height="36" /> Parley
        </h1>
        {endedBy !== null && (
          <p className="ended" role="status">
            {endText(endedBy, withDrafts)}
          </p>
        )}
        <Tabs.Root
          value={way}
          onValueChange={(next) => {
            if (isWay(next)) setWay(next);
          }}
        >
          <Tabs.List className="ways" aria-label="How to come in">
            {WAY_NAMES.map((name) => (
              <Tabs.Trigger key={name} value={name}>
                {WAYS[name].tab}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {WAY_NAMES.map((name) => (
            <Tabs.Content key={name} value={name} tabIndex={-1}>
              <WayForm session={session} way={name} />
            </Tabs.Content>
          ))}
        </Tabs.Root>
      </div>
    </main>
  );
}
