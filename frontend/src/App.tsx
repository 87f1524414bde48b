import { useState } from 'react';
import { resumeBrowserSession } from './browser-session.js';
import { Chat } from './Chat.js';
import { SignIn } from './features/sign-in/SignIn.js';
import { useStore } from './use-store.js';

export function App() {
  const [session] = useState(resumeBrowserSession);
  const state = useStore(session);
  if (state.state === 'signed_in') return <Chat key={state.user.id} session={session} />;
  return <SignIn session={session} ended={state.state === 'ended'} />;
}
