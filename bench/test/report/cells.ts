import type { Cell } from '../../src/measure/cell.js';

export function cell(target: string, deliveriesPerCpu: number, more: Partial<Cell> = {}): Cell {
  return {
    scenario: 'room',
    variant: '100 messages/s',
    target,
    keeps: target === 'parley' ? 'disk' : 'nothing',
    round: 1,
    figures: { deliveriesPerCpu },
    checks: { lost: 0 },
    doubts: [],
    notes: [],
    ...more,
  };
}
