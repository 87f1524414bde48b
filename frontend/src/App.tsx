import { LazyMotion, MotionConfig } from 'framer-motion';
import { lazy, Suspense, useState } from 'react';
import { resumeBrowserSession } from './browser-session.js';
import { Chat } from './Chat.js';
import { behindFirstRoom, firstRoomDrawn } from './features/rooms/first-room.js';
import { useStore } from './use-store.js';

const SignIn = lazy(behindFirstRoom(() => import('./features/sign-in/SignIn.js')));
const features = async () => {
  await firstRoomDrawn;
  return (await import('./motion-features.js')).default;
};

export function App() {
  const [session] = useState(resumeBrowserSession);
  const state = useStore(session);
  return (
    <LazyMotion features={features} strict>
      <MotionConfig reducedMotion="user">
        {state.state === 'signed_in' ? (
          <Chat key={state.user.id} session={session} />
        ) : (
          <Suspense>
            <SignIn session={session} endedBy={state.state === 'ended' ? state.code : null} />
          </Suspense>
        )}
      </MotionConfig>
    </LazyMotion>
  );
}
