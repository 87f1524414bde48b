import { lazy, Suspense, useState } from 'react';
import { resumeBrowserSession } from './browser-session.js';
import { Chat } from './Chat.js';
import { behindFirstRoom } from './features/rooms/first-room.js';
import { useStore } from './use-store.js';

const SignIn = lazy(behindFirstRoom(() => import('./features/sign-in/SignIn.js')));

export function App() {
  const [session] = useState(resumeBrowserSession);
  const state = useStore(session);
  if (state.state === 'signed_in') return <Chat key={state.user.id} session={session} />;
  return (
    <Suspense>
      <SignIn session={session} endedBy={state.state === 'ended' ? state.code : null} />
    </Suspense>
  );
}
