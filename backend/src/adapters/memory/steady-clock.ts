import { Clock } from '../../chat/ports/clock.js';

/** The process's own time, which is never put right: for moments that this process alone keeps and compares. */
export class SteadyClock extends Clock {
  override now(): number {
    return performance.timeOrigin + performance.now();
  }
}
