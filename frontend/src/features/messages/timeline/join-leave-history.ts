import type { JoinLeave } from '@parley/client';

/** All joins and leaves since the room was opened. The room keeps the latest only, and a row must not vanish. */
export class JoinLeaveHistory {
  private all: readonly JoinLeave[] = [];
  private known = 0;

  /** The whole history; the same array as long as it is the same. What was before `firstSeq` goes with what was said then. */
  add(latest: readonly JoinLeave[], firstSeq: number): readonly JoinLeave[] {
    const isBefore = ({ afterSeq }: JoinLeave) => afterSeq < firstSeq - 1;
    const news = latest.filter(({ id }) => id > this.known);
    this.known = latest.at(-1)?.id ?? this.known;
    const [oldest] = this.all;
    if (oldest && isBefore(oldest)) this.all = this.all.filter((one) => !isBefore(one));
    if (news.length > 0) this.all = [...this.all, ...news];
    return this.all;
  }
}
