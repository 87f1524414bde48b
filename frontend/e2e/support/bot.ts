import { ParleyClient, Session } from '@parley/client';

const connected = new Set<ParleyClient>();

/** A user without a browser: a program that talks. */
export async function bot(url: string, name: string): Promise<ParleyClient> {
  const session = new Session({ url });
  await session.register(name, `a password of ${name}`);
  return online(session);
}

/** The user of a session, connected. */
export async function online(session: Session): Promise<ParleyClient> {
  const client = new ParleyClient({ session });
  connected.add(client);
  await client.connect();
  if (client.connection.state.state !== 'online') {
    await new Promise<void>((resolve) => {
      const end = client.connection.subscribe(() => {
        if (client.connection.state.state !== 'online') return;
        end();
        resolve();
      });
    });
  }
  return client;
}

/** All that the tests of a file have connected. */
export function disconnectBots(): void {
  for (const client of connected) client.disconnect();
  connected.clear();
}
