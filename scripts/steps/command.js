/** The command cannot go on, for a reason its user can mend. Its message is all there is to say. */
export class Unmet extends Error {}

/**
 * Runs a command's work. An `Unmet` ends it with its sentence and exit code 1.
 *
 * @param {() => Promise<void>} work
 */
export async function command(work) {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Unmet ? error.message : error);
    process.exit(1);
  }
}
