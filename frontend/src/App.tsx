import { type ComponentProps, useState } from 'react';
import { Chat } from './Chat.js';
import { behindFirstRoom } from './lib/lazy/first-room.js';
import { useLazyModule } from './lib/lazy/use-lazy-module.js';
import { useStorePerFrame } from './lib/store/use-store-per-frame.js';
import { resumeBrowserSession } from './storage/browser-session.js';
import { hasDrafts } from './storage/drafts.js';
import { LoadFault } from './ui/Fault.js';

const signIn = behindFirstRoom(() => import('./features/sign-in/SignIn.js'));

export function App() {
  const [session] = useState(resumeBrowserSession);
  const state = useStorePerFrame(session);
  const [lastId, setLastId] = useState<string | null>(null);
  if (state.state === 'signed_in' && state.user.id !== lastId) setLastId(state.user.id);
  if (state.state === 'signed_in') return <Chat key={state.user.id} session={session} />;
  const endedBy = state.state === 'ended' ? state.code : null;
  return <ToSignIn session={session} endedBy={endedBy} withDrafts={lastId !== null && hasDrafts(lastId)} />;
}

function ToSignIn(props: ComponentProps<typeof import('./features/sign-in/SignIn.js').default>) {
  const loaded = useLazyModule(signIn);
  if (loaded.state === 'ready') return <loaded.module.default {...props} />;
  return (
    <main className="welcome alone">
      {loaded.state === 'failed' && <LoadFault why={loaded.why} onRetry={signIn.retry} />}
    </main>
  );
}
