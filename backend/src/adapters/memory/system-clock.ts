import { Clock } from '../../chat/ports/clock.js';

export class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }
}
