import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { ClientAddresses } from '../../src/network/client-addresses.js';

/** A request as it comes from `peer`, saying `forwarded` of itself. */
function from(peer: string | undefined, forwarded?: string) {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { headers, socket: { remoteAddress: peer } as Socket };
}

test.each([
  [[], '198.51.100.7', '203.0.113.1'],
  [[], '127.0.0.1', '203.0.113.1'],
  [['10.0.0.0/8'], '198.51.100.7', '203.0.113.1'],
  [['10.0.0.0/8'], '198.51.100.7', '10.0.0.2, 10.0.0.3'],
])('with the proxies %j, what %s says of itself is not believed: %s', (proxies, peer, forwarded) => {
  expect(new ClientAddresses(proxies).of(from(peer, forwarded))).toBe(peer);
});

describe('through trusted proxies', () => {
  const addresses = new ClientAddresses(['loopback', '10.0.0.0/8', 'fc00::/7']);

  test.each([
    ['one proxy', '10.0.0.2', '203.0.113.1', '203.0.113.1'],
    ['a chain of them', '127.0.0.1', '203.0.113.1, 10.0.0.9, 10.1.1.1', '203.0.113.1'],
    ['a client that claims more', '10.0.0.2', '192.0.2.66, 203.0.113.1', '203.0.113.1'],
    ['a client that claims to be a proxy', '10.0.0.2', '192.0.2.66, 10.0.0.7, 203.0.113.1', '203.0.113.1'],
    ['a mapped proxy', '::ffff:10.0.0.2', '203.0.113.1', '203.0.113.1'],
    ['a mapped client', '10.0.0.2', '::ffff:203.0.113.1', '203.0.113.1'],
    ['IPv6', 'fd00::2', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['the same home', '::1', '2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['a zone', '10.0.0.2', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['a proxy that says nothing', '10.0.0.2', undefined, '10.0.0.2'],
    ['a proxy that says garbage', '10.0.0.2', 'unknown', '10.0.0.2'],
    ['garbage at the end', '10.0.0.2', '203.0.113.1, <script>', '10.0.0.2'],
    ['an empty one', '10.0.0.2', '', '10.0.0.2'],
    ['commas alone', '10.0.0.2', ' , ,', '10.0.0.2'],
    ['a port', '10.0.0.2', '203.0.113.1:4711', '10.0.0.2'],
    ['a hundred hops, all of them trusted', '10.0.0.2', '10.0.0.3,'.repeat(100), '10.0.0.3'],
    ['somebody who has gone', undefined, '203.0.113.1', 'unknown'],
  ])('the client is found: %s', (_, peer, forwarded, expected) => {
    expect(addresses.of(from(peer, forwarded))).toBe(expected);
  });
});

test('without proxies IPv4 that came by IPv6 is IPv4, and IPv6 is its network', () => {
  const addresses = new ClientAddresses([]);
  expect(addresses.of(from('::ffff:198.51.100.7'))).toBe('198.51.100.7');
  expect(addresses.of(from('2001:db8:1:2:3:4:5:6'))).toBe(addresses.of(from('2001:db8:1:2:ffff::')));
  expect(addresses.of(from('2001:db8:1:2::'))).not.toBe(addresses.of(from('2001:db8:1:3::')));
});
