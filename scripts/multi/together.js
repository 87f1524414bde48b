/**
 * What instances that start together have in their environment beside each other. Clients are told where the others
 * are only if that was configured, or if all of it stays on this machine: to a client elsewhere `localhost` is its own
 * computer, which would get its token.
 *
 * @param {number[]} ports
 * @param {Pick<import('../../backend/dist/config.js').Config, 'production' | 'host' | 'instanceUrls' | 'corsOrigin'>} config
 */
export function together(ports, { production, host, instanceUrls, corsOrigin }) {
  const stays = !production && ['127.0.0.1', '::1', 'localhost'].includes(host);
  const here = (/** @type {string} */ name) => (stays ? ports.map((port) => `http://${name}:${port}`) : []);
  return {
    // Empty: each makes its own from the machine and the port.
    INSTANCE_ID: '',
    INSTANCE_URLS: (instanceUrls.length > 0 ? instanceUrls : here('localhost')).join(),
    // A page that was opened by the machine's address may move to another instance too.
    CORS_ORIGIN: corsOrigin === '*' ? '*' : [...corsOrigin, ...here('127.0.0.1')].join(),
  };
}
