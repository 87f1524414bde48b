import { Headcount } from '../../chat/ports/headcount.js';

/** A single instance has no others. */
export class Alone extends Headcount {
  override async tell(): Promise<number> {
    return 0;
  }
}
