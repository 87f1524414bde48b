import { createHash, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Deployment } from '../deployment.js';
import { StartError } from '../start-error.js';

/** Notes in the database which secret it goes with, or finds out that it goes with another. */
export async function claimDatabase(source: DataSource, secret: string): Promise<Deployment> {
  const secretFingerprint = createHash('sha256')
    .update(`parley deployment ${secret}`)
    .digest('hex')
    .slice(0, 16);
  await source.query(
    'INSERT INTO deployment (id, secret_fingerprint) VALUES ($1, $2) ON CONFLICT (one) DO NOTHING',
    [randomUUID(), secretFingerprint],
  );
  const rows: { id: string; secret_fingerprint: string }[] = await source.query(
    'SELECT id, secret_fingerprint FROM deployment',
  );
  const row = rows[0];
  if (row?.secret_fingerprint !== secretFingerprint) {
    throw new StartError(
      'This database was used with another JWT_SECRET. Start with that one; to change it on purpose, empty the table "deployment" first, which signs everybody out.',
    );
  }
  return { id: row.id, secretFingerprint };
}
