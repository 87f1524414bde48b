import { createServer } from 'node:net';
import { Unmet } from '../steps/command.js';

const DEFAULT_PORTS = '3000,3001,3002';

/**
 * The ports asked for by `--ports 3000,3001,3002` or the variable PORTS.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {number[]}
 */
export function portsFrom(args, env) {
  const [name, value, ...rest] = args.flatMap((arg) => arg.split('='));
  if (name !== undefined && (name !== '--ports' || value === undefined || rest.length > 0)) {
    throw new Unmet(`Usage: start-multi [--ports ${DEFAULT_PORTS}]`);
  }
  const ports = (value ?? (env.PORTS || DEFAULT_PORTS)).split(',').map(Number);
  if (
    ports.every((port) => Number.isInteger(port) && port > 0 && port < 65_536) &&
    new Set(ports).size === ports.length
  ) {
    return ports;
  }
  throw new Unmet('The ports must be different numbers from 1 to 65535, separated by commas.');
}

/**
 * Said before anything starts, rather than by one instance of three.
 *
 * @param {number[]} ports
 * @param {string} host
 */
export async function requireFree(ports, host) {
  for (const port of ports) {
    const found = await tryPort(port, host);
    if (typeof found === 'string') {
      throw new Unmet(
        `Port ${port} cannot be used (${found}): end what uses it, or choose others with --ports.`,
      );
    }
  }
}

export async function freePort() {
  const found = await tryPort(0, '127.0.0.1');
  if (typeof found === 'number') return found;
  throw new Error(`No free port: ${found}`);
}

/**
 * @param {number} port 0 for any
 * @param {string} host
 * @returns {Promise<number | string>} the port, free a moment ago, or why it is not
 */
function tryPort(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
