// A process that uses the embedded PostgreSQL: it says the address on stdout and leaves on SIGTERM.
import { useEmbeddedPostgres } from '../../dist/adapters/postgres/embedded/use-embedded-postgres.js';

const { address, release } = await useEmbeddedPostgres(process.argv[2], (line) => console.error(line));
process.once('SIGTERM', release);
console.log(JSON.stringify(address));
