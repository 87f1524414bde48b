import { ParleyClient, Session } from '@parley/client';

/** Somebody without a browser: a program that talks. */
export async function bot(url: string, name: string): Promise<ParleyClient> {
  const session = new Session({ url });
  await session.register(name, `a password of ${name}`);
  return online(session);
}

/** Whoever the session is, connected. */
export async function online(session: Session): Promise<ParleyClient> {
  const client = new ParleyClient({ session });
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
