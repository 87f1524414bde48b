import {
  type Annex,
  type AnyChange,
  type ChangeEventName,
  changeKey,
  changeKindOf,
  isGone,
  placeOf,
} from '@parley/protocol';
import { Printed, printObject } from '../../json/printed.js';

/** An annex as a page carries it: a Change as a JSON text. */
interface PrintedAnnex {
  place: number;
  text: string;
}

/** What stands beside the messages of a page, each as it is after its last change. Nothing that was printed is printed again. */
export class Annexes {
  /** In bytes. */
  size = 0;
  /** By the message's seq, then by key. */
  private readonly bySeq = new Map<number, Map<string, PrintedAnnex>>();

  /** @param texts as `all` gives them */
  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.put(JSON.parse(text), text);
  }

  /** The next change. @param row as its event tells it, a JSON text @param oldest what belongs to messages before it is left out */
  apply(event: ChangeEventName, row: string, oldest: number): void {
    const { annex, text } = printAnnex(event, row);
    if (annex.row.seq >= oldest) this.put(annex, text);
  }

  /** The message was deleted, or is no part of the page any more. */
  drop(seq: number): void {
    for (const { text } of this.bySeq.get(seq)?.values() ?? []) this.size -= Buffer.byteLength(text);
    this.bySeq.delete(seq);
  }

  /** Those of messages before a seq. */
  trim(oldest: number): void {
    for (const seq of this.bySeq.keys()) if (seq < oldest) this.drop(seq);
  }

  /** Of one message, in their order. */
  of(seq: number): string[] {
    const found = this.bySeq.get(seq);
    return found ? [...found.values()].sort((a, b) => a.place - b.place).map(({ text }) => text) : [];
  }

  /** Of the messages from one seq on, ascending. */
  from(seq: number): string[] {
    if (this.bySeq.size === 0) return [];
    const seqs = [...this.bySeq.keys()].filter((one) => one >= seq).sort((a, b) => a - b);
    return seqs.flatMap((one) => this.of(one));
  }

  private put(annex: Annex, text: string): void {
    const { seq } = annex.row;
    const key = `${annex.kind} ${changeKey(annex.kind, annex.row)}`;
    const beside = this.bySeq.get(seq) ?? new Map<string, PrintedAnnex>();
    this.size -= Buffer.byteLength(beside.get(key)?.text ?? '');
    beside.delete(key);
    if (!isGone(annex)) {
      beside.set(key, { place: placeOf(annex), text });
      this.size += Buffer.byteLength(text);
    }
    if (beside.size > 0) this.bySeq.set(seq, beside);
    else this.bySeq.delete(seq);
  }
}

/** An annex as pages carry it. @param row as its event tells it, a JSON text */
export function printAnnex(event: ChangeEventName, row: string): { annex: Annex; text: string } {
  const kind = changeKindOf(event);
  return {
    annex: { kind, row: JSON.parse(row) } as Annex,
    text: printObject({ kind, row: new Printed(row) }),
  };
}

/** The field of an answer for what stands beside its messages; none where there is nothing. */
export function annexesOf(texts: readonly string[]): { annexes?: AnyChange[] } {
  return texts.length > 0 ? { annexes: texts.map((text): AnyChange => JSON.parse(text)) } : {};
}
