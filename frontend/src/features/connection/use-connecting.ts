import type { ParleyClient } from '@parley/client';
import { useEffect } from 'react';
import { onWake } from './on-wake.js';

/** Connects for as long as the page is open, and looks again whenever there is reason to hope, or to doubt. */
export function useConnecting(client: ParleyClient): void {
  useEffect(() => {
    const { connection } = client;
    const check = () => connection.check();
    const lost = () => connection.networkLost();
    const back = () => connection.networkBack();
    const seen = () => (document.visibilityState === 'visible' ? check() : client.flush());
    const flush = () => client.flush();
    void client.connect();
    window.addEventListener('offline', lost);
    window.addEventListener('online', back);
    document.addEventListener('visibilitychange', seen);
    const stop = onWake(check);
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('offline', lost);
      window.removeEventListener('online', back);
      document.removeEventListener('visibilitychange', seen);
      stop();
      window.removeEventListener('pagehide', flush);
      client.disconnect();
    };
  }, [client]);
}
