import type { Passing } from '@parley/client';

/** Everyone who came and went while the room was open. The room keeps the latest only, and a line must not vanish. */
export class PassingLog {
  private all: readonly Passing[] = [];
  private known = 0;

  /** The whole log; the same array as long as nobody passed. Who passed before `firstSeq` goes with what was said then. */
  add(latest: readonly Passing[], firstSeq: number): readonly Passing[] {
    const isBefore = ({ afterSeq }: Passing) => afterSeq < firstSeq - 1;
    const news = latest.filter(({ id }) => id > this.known);
    this.known = latest.at(-1)?.id ?? this.known;
    const [oldest] = this.all;
    if (oldest && isBefore(oldest)) this.all = this.all.filter((one) => !isBefore(one));
    if (news.length > 0) this.all = [...this.all, ...news];
    return this.all;
  }
}
