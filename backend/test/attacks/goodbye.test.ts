import { expect, test } from '@jest/globals';
import { sharedCluster } from '../support/shared-cluster.js';
import { Talker } from '../support/talker.js';

const cluster = sharedCluster({ redis: true, env: { RATE_LIMITS: 'off' } });

test('[N3] what is sent before leaving, in one breath, is said', async () => {
  const ann = await Talker.register(cluster.url, 'ann');
  for (let n = 0; n < 60; n++) {
    await ann.do('join_room', { roomId: 'station' });
    const message = 'goodbye '.repeat(500);
    const said = [1, 2, 3, 4].map(() => ann.do('send_message', { roomId: 'station', message }));
    await Promise.all([...said, ann.do('leave_room', { roomId: 'station' })]);
  }
  ann.close();
  expect(ann.seqs('station').length).toBeGreaterThan(0);
}, 30_000);
