import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks in a terminal without showing what is typed. Null when the person ends it instead. */
export function askPassword(question: string): Promise<string | null> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  process.stdout.write(question);
  return new Promise((resolve) => {
    let typed: string | null = null;
    reader.on('line', (line) => {
      typed = line;
      reader.close();
    });
    reader.on('SIGINT', () => reader.close());
    reader.on('close', () => {
      process.stdout.write('\n');
      resolve(typed);
    });
  });
}
