import type { HistoryPage } from '@parley/protocol';

/**
 * The `Link` header of a page (RFC 8288): `prev` is the page before it, `next` the one behind it, each with the query
 * that asked for this one. Null for a page that is all there is.
 */
export function neighbours(
  url: string,
  { hasOlder, hasNewer, before, after }: Pick<HistoryPage, 'hasOlder' | 'hasNewer' | 'before' | 'after'>,
): string | null {
  const links = [
    ...(hasOlder ? [`<${at(url, 'before', before)}>; rel="prev"`] : []),
    ...(hasNewer ? [`<${at(url, 'after', after)}>; rel="next"`] : []),
  ];
  return links.length > 0 ? links.join(', ') : null;
}

function at(url: string, name: 'before' | 'after', seq: number): string {
  // Only the path and the query are used; the origin is any.
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  for (const other of ['before', 'after', 'around']) searchParams.delete(other);
  searchParams.set(name, String(seq));
  return `${pathname}?${searchParams}`;
}
