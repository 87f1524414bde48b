import type { ParleyClient } from '@parley/client';
import { useEffect } from 'react';

/** Connects for as long as the page is open, and tries again whenever there is reason to hope. */
export function useConnecting(client: ParleyClient): void {
  useEffect(() => {
    const retry = () => client.connection.retryNow();
    const seen = () => (document.visibilityState === 'visible' ? retry() : client.flush());
    const flush = () => client.flush();
    void client.connect();
    window.addEventListener('online', retry);
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('online', retry);
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('pagehide', flush);
      client.disconnect();
    };
  }, [client]);
}
