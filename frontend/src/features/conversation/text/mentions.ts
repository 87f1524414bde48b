/** A text cut at each mention of a name: the odd pieces are the mentions. */
export function cutAtMentions(text: string, name: string): string[] {
  if (!text.includes('@')) return [text];
  const escaped = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.split(new RegExp(`(?<![\\p{L}\\p{N}_@])(@${escaped})(?![\\p{L}\\p{N}_])`, 'giu'));
}

export function mentions(text: string, name: string): boolean {
  return cutAtMentions(text, name).length > 1;
}
