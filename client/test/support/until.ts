/** Waits until something holds: looks every few ms, and gives up loudly. */
export async function until(holds: () => boolean, what: string, patienceMs = 5_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`It did not come about in ${patienceMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
