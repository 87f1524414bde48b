/** Loaded into the programs of Node that are measured: tells the heap when it is asked. */
process.on('message', (word) => {
  if (word !== 'heap') return;
  globalThis.gc?.();
  process.send?.(process.memoryUsage().heapUsed);
});
// It must end as it would without us.
process.channel?.unref();
