import { expect } from '@jest/globals';
import type { TestCluster } from '../support/instances.js';
import { Talker } from '../support/talker.js';

/** Where the innocent are. Whatever is tried, nothing of it is said here. */
export const GARDEN = 'garden';

/** Of a busy machine; what is too slow for a person is far above. */
const PATIENCE_MS = 5_000;

/** Stops a server that was attacked, and fails when it, or anybody on it, was harmed. */
export async function expectUnharmed(cluster: TestCluster, bystanders: Bystanders): Promise<void> {
  const noticed = await bystanders.end();
  const exits = cluster.instances.map(({ process }) => process.exitCode);
  const printed = cluster.instances.map(({ output }) => output()).join('\n');
  await cluster.stop();
  expect(noticed).toEqual([]);
  expect(exits).toEqual(exits.map(() => null));
  expect(printed).not.toMatch(/fault|unhandled|uncaught|"level":50/i);
}

/** Two people who talk all the while others attack their server, and are not to notice. */
export class Bystanders {
  private slowestMs = 0;
  private said = 0;
  private readonly talking: Promise<void>;
  private over = false;

  private constructor(
    private readonly speaker: Talker,
    private readonly listener: Talker,
  ) {
    this.talking = this.talk();
  }

  static async of(url: string): Promise<Bystanders> {
    const [speaker, listener] = [await Talker.register(url, 'eve'), await Talker.register(url, 'adam')];
    for (const one of [speaker, listener]) await one.do('join_room', { roomId: GARDEN });
    return new Bystanders(speaker, listener);
  }

  /** What they noticed: nothing, an empty list. */
  async end(): Promise<string[]> {
    this.over = true;
    const trouble = await this.talking
      .then(() =>
        this.listener.until(() => this.listener.seqs(GARDEN).length >= this.said, 'to hear everything'),
      )
      .catch(String);
    const seqs = this.listener.seqs(GARDEN).join();
    const expected = Array.from({ length: this.said }, (_, i) => i + 1).join();
    const bad = [...this.speaker.heard, ...this.listener.heard].filter(({ name }) => BAD.includes(name));
    for (const one of [this.speaker, this.listener]) one.close();
    return [
      ...(trouble ? [trouble] : []),
      ...(this.said < 3 ? ['hardly anything was said'] : []),
      ...(seqs === expected ? [] : [`heard ${seqs}`]),
      ...(this.slowestMs < PATIENCE_MS ? [] : [`waited ${Math.round(this.slowestMs)} ms`]),
      ...bad.map(({ name, args }) => `${name} ${JSON.stringify(args)}`),
    ];
  }

  private async talk(): Promise<void> {
    while (!this.over) {
      const began = performance.now();
      await this.speaker.do('send_message', { roomId: GARDEN, message: 'Lovely, is it not?' });
      this.said += 1;
      this.slowestMs = Math.max(this.slowestMs, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const BAD = ['error', 'goodbye', 'disconnect', 'connect_error'];
