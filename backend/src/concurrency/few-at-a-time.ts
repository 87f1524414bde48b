/** How many are under way at a time: one command must not take every connection to the database. */
export const AT_A_TIME = 4;

/** Does it for each, AT_A_TIME of them at once. After a failure nothing more is begun. */
export async function fewAtATime<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of left) {
      if (failed) return;
      await run(item);
    }
  };
  const fail = (error: unknown) => {
    failed = true;
    throw error;
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, () => worker().catch(fail)));
}
