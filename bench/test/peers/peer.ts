import { createSecretKey, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Program } from '../../../backend/test/support/program.js';
import { tokenFor } from '../../peers/server/identify.js';
import { READY } from '../../peers/server/serve.js';

export const SECRET = 'a secret of peers, long enough for a test';

/** The built program of a peer. */
export async function startPeer(name: string, env: Record<string, string>): Promise<Program> {
  const path = fileURLToPath(new URL(`../../dist/peers/${name}/server.js`, import.meta.url));
  const program = Program.node([path], { env: { JWT_SECRET: SECRET, ...env } });
  await program.prints(READY);
  return program;
}

export function tokenOf(username: string, secret = SECRET): string {
  return tokenFor({ userId: randomUUID(), username }, createSecretKey(Buffer.from(secret)));
}
