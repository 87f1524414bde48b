/** What waits, when there is no connection. */
export function waitingWords(count: number): string {
  if (count === 0) return 'What you write waits here.';
  return count === 1 ? '1 message waits here.' : `${count} messages wait here.`;
}

/** What signing out costs. */
export function unsentWords(count: number): string {
  const what = count === 1 ? '1 message is' : `${count} messages are`;
  return `${what} not sent yet. Signing out deletes ${count === 1 ? 'it' : 'them'} from this browser.`;
}
