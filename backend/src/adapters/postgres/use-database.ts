import type { DataSource } from 'typeorm';
import { connect } from './connect.js';
import { type DatabaseAddress, migrate } from './data-source.js';
import { useEmbeddedPostgres } from './embedded/use-embedded-postgres.js';

export interface Database {
  address: DatabaseAddress;
  /** Connected, its schema up to date. */
  source: DataSource;
  release(): Promise<void>;
}

/** The configured PostgreSQL; without one, that of the data directory. @throws StartError */
export async function useDatabase(
  configured: DatabaseAddress | null,
  dataDir: string,
  log: (line: string) => void,
): Promise<Database> {
  const { address, release } = configured
    ? { address: configured, release: async () => undefined }
    : await useEmbeddedPostgres(dataDir, log);
  try {
    const source = await connect(address);
    const releaseAll = async () => {
      await source.destroy();
      await release();
    };
    try {
      await migrate(address);
    } catch (error) {
      await source.destroy();
      throw error;
    }
    return { address, source, release: releaseAll };
  } catch (error) {
    await release();
    throw error;
  }
}
