import { LIMITS } from '@parley/protocol';
import { inDigits } from './length.js';

/** What the composer did not take, or did not send as it stands. */
export type Refusal =
  | { kind: 'too much'; length: number }
  | { kind: 'files' }
  | { kind: 'unknown command'; command: string };

/** One word after a slash: `/topic`. A path, as `/etc/hosts`, is a text. */
const COMMAND = /^\/[\p{L}_-][\p{L}\p{N}_-]*(?=\s|$)/u;

/** There are no commands yet: what looks like one was hardly meant as a message to all. */
export function refuseCommand(text: string): Refusal | null {
  const [command] = COMMAND.exec(text.trimStart()) ?? [];
  return command === undefined ? null : { kind: 'unknown command', command };
}

/** What is pasted or dropped into a field that has so much space left. */
export function refuseTransfer(transfer: DataTransfer, space: number): Refusal | null {
  const { length } = transfer.getData('text/plain');
  if (length > space) return { kind: 'too much', length };
  // A table or a text with pictures comes as a text, too.
  return length === 0 && transfer.files.length > 0 ? { kind: 'files' } : null;
}

export function refusalWords(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'too much':
      return `Not pasted: ${inDigits(refusal.length)} characters, and a message has ${inDigits(LIMITS.messageLength)} at most. They are still where you copied them.`;
    case 'files':
      return FILES_WORDS;
    case 'unknown command':
      return `Not sent: there is no command ${refusal.command}.`;
  }
}

export const FILES_WORDS = 'Pictures and other files cannot be sent yet.';
