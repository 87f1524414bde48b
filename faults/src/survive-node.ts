/**
 * A fault of Node.js 20: where a connection is cut in the moment in which the response on it ends, its HTTP client throws an
 * assertion that no caller can catch (`responseOnEnd` in _http_client). The clients of this run poll over connections that
 * are cut on purpose; the request fails by itself. Anything else that is not caught ends the run, as before.
 */
export function surviveNode(log: (line: string) => void): void {
  process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
    const isNodes = error.code === 'ERR_INTERNAL_ASSERTION' && error.stack?.includes('node:_http_client');
    if (!isNodes) {
      console.error(error);
      process.exit(1);
    }
    log('The HTTP client of Node.js threw an assertion of its own; its connection had been cut.');
  });
}
