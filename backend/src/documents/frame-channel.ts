import { frameDescriptions, frames } from '@parley/protocol';
import { AsyncChannel } from './async-channel.js';
import type { SchemaBook } from './schema-book.js';
import { refusalsOfCommand } from './socket-channel.js';

const ABOUT = `One JSON object a text frame, its form told by \`type\`. A room is a \`groupId\`: a number where its id is one, else
its id. What cannot be done is answered by \`ERROR\`, and the connection goes on.`;

type ClientFrameName = keyof typeof frames.client;
type ServerFrameName = keyof typeof frames.server;

/** The frames of a plain WebSocket. */
export function frameChannel(book: SchemaBook): AsyncChannel {
  const head = { address: '/ws', title: 'Plain WebSocket', description: ABOUT };
  const channel = new AsyncChannel('ws', head, book);
  for (const name of Object.keys(frames.server) as ServerFrameName[]) {
    const payload = book.write(frames.server[name], 'output');
    // Programs and servers say things of the same name.
    channel.sends(`${name}_frame`, { name, summary: frameDescriptions.server[name], payload, whole: true });
  }
  for (const name of Object.keys(frames.client) as ClientFrameName[]) {
    const { means, answers: done, as } = frameDescriptions.client[name];
    const payload = book.write(frames.client[name], 'input');
    const answers = [...done, 'ERROR'].map((answer) => `${answer}_frame`);
    channel.receives(name, { name, summary: means, payload, whole: false }, answers, refusalsOfCommand(as));
  }
  return channel;
}
