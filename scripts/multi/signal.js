/**
 * The first request to end. Later ones are taken and ignored: npm passes on the Ctrl-C that the terminal has
 * already sent, and who is stopping need not be told again.
 *
 * @returns {Promise<string>}
 */
export function firstSignal() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
  });
}
