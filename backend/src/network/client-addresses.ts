import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';

type Asked = Pick<IncomingMessage, 'headers' | 'socket'>;

/** One home or one machine has a whole /64 of IPv6: to count single addresses would be to count nothing. */
const IPV6_NETWORK_PARTS = 4;

/**
 * Where clients are, for all that counts them: REST, handshakes and upgrades alike. What a client says of itself in
 * `X-Forwarded-For` is not believed; what a proxy of the operator's says is taken, up to the first address that is no
 * proxy's.
 */
export class ClientAddresses {
  private readonly trusts: (address: string, hops: number) => boolean;

  /** @param proxies addresses, networks as CIDR, `loopback`, `linklocal` or `uniquelocal`; none: no header is believed */
  constructor(proxies: readonly string[]) {
    this.trusts = proxies.length > 0 ? proxyAddr.compile([...proxies]) : () => false;
  }

  /** An IPv4 address, or the network of an IPv6 one; `unknown` for a client that has gone. */
  of(request: Asked): string {
    const peer = request.socket.remoteAddress ?? '';
    // proxy-addr wants a whole Request, and reads these two.
    const found = proxyAddr(request as IncomingMessage, this.trusts);
    return keyOf(found) ?? keyOf(peer) ?? 'unknown';
  }

  /** Whether a proxy stands between the client and us, as far as can be told. */
  isMediated({ headers, socket }: Asked): boolean {
    return (
      this.trusts(socket.remoteAddress ?? '', 0) || FORWARDING.some((name) => headers[name] !== undefined)
    );
  }
}

/** What proxies add, so many of them that one forgets none. */
const FORWARDING = [
  ...['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'],
  ...['x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip'],
];

function keyOf(text: string): string | null {
  if (!ipaddr.isValid(text)) return null;
  const address = ipaddr.process(text);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const network = address.parts.slice(0, IPV6_NETWORK_PARTS).map((part) => part.toString(16));
  return `${network.join(':')}::/${IPV6_NETWORK_PARTS * 16}`;
}
