/** What a message says about itself, in characters that no format escapes. */
export interface Mark {
  /** Whose it is, among all senders. */
  sender: number;
  /** Which of that sender's in that room: 0, 1, 2 ... */
  count: number;
  /** When it was to be sent, by the clock of all processes, ms. */
  due: number;
}

const FORM = /~(\d+)\.(\d+)\.(\d+)~/;
const MICROSECONDS = 1e3;

/** A text of so many characters that begins with its mark. */
export function write({ sender, count, due }: Mark, length: number): string {
  return `~${sender}.${count}.${Math.round(due * MICROSECONDS)}~`.padEnd(length, 'x');
}

/** The mark in a frame, or null. */
export function read(text: string): Mark | null {
  const found = FORM.exec(text);
  if (!found) return null;
  return {
    sender: Number(found[1]),
    count: Number(found[2]),
    due: Number(found[3]) / MICROSECONDS,
  };
}
