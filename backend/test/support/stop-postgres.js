/** Ends what start-postgres.js started, and removes its data. */
export default async function stopPostgres() {
  await globalThis.testPostgres.stop();
}
