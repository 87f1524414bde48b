import type { ParleyClient } from '@parley/client';
import { useStore } from '../../use-store.js';
import { Toasts } from './Toasts.js';
import { useComings } from './use-comings.js';
import { useDirectNews } from './use-direct-news.js';
import { useRemovalNews } from './use-removal-news.js';
import { useTab } from './use-tab.js';

interface NoticesProps {
  client: ParleyClient;
  roomId: string | null;
  goTo(roomId: string): void;
}

/** All that tells of news outside of the open conversation. */
export default function Notices({ client, roomId, goTo }: NoticesProps) {
  const { rooms } = useStore(client);
  useTab(rooms, roomId);
  useDirectNews(client, rooms, roomId, goTo);
  useRemovalNews(client, rooms, roomId);
  useComings(client);
  return <Toasts />;
}
