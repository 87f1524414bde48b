import type { ParleyClient } from '@parley/client';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { Toasts } from '../../ui/toast/Toasts.js';
import { useDirectNews } from './use-direct-news.js';
import { useJoinLeaveToasts } from './use-join-leave-toasts.js';
import { useRemovalNews } from './use-removal-news.js';
import { useTab } from './use-tab.js';

interface NoticesProps {
  client: ParleyClient;
  roomId: string | null;
  goTo(roomId: string): void;
}

/** All that tells of news outside of the open conversation. */
export default function Notices({ client, roomId, goTo }: NoticesProps) {
  const { rooms } = useStorePerFrame(client);
  useTab(rooms, roomId);
  useDirectNews(client, rooms, roomId, goTo);
  useRemovalNews(client, rooms, roomId);
  useJoinLeaveToasts(client);
  return <Toasts />;
}
