import { expect, test } from '@jest/globals';
import { Histogram } from '../../src/measure/histogram.js';

test('quantiles are right within 1 %', () => {
  const histogram = new Histogram();
  for (let ms = 1; ms <= 1_000; ms++) histogram.add(ms);
  for (const part of [0.01, 0.5, 0.99, 1]) {
    const exact = Math.max(1, part * 1_000);
    expect(Math.abs((histogram.quantile(part) ?? 0) / exact - 1)).toBeLessThan(0.011);
  }
});

test('what several processes measured is put together', () => {
  const [one, other] = [new Histogram(), new Histogram()];
  for (let n = 0; n < 99; n++) one.add(1);
  other.add(100);
  const both = Histogram.of(one.buckets(), other.buckets());
  expect(both.count).toBe(100);
  expect(both.quantile(0.5)).toBeCloseTo(1, 1);
  expect(both.quantile(1)).toBeGreaterThan(98);
});

test('of nothing there is no quantile', () => {
  expect(new Histogram().quantile(0.5)).toBeNull();
});
