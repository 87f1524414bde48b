import { afterEach, expect, test } from '@jest/globals';
import {
  focusOn,
  forgetRow,
  pointAt,
  pointerMoved,
  rowWithToolbar,
} from '../src/features/messages/toolbar/shown-toolbar.js';

afterEach(() => {
  for (const row of ['one', 'two']) forgetRow(row);
});

test('a row that a key led to has the toolbar, though the pointer rests on another, until it is moved', () => {
  pointAt('one', true);
  expect(rowWithToolbar()).toBe('one');
  focusOn('two', true);
  expect(rowWithToolbar()).toBe('two');
  // The rows move below the pointer.
  pointAt('one', false);
  pointAt('one', true);
  expect(rowWithToolbar()).toBe('two');
  pointerMoved();
  expect(rowWithToolbar()).toBe('one');
  pointAt('one', false);
  expect(rowWithToolbar()).toBe('two');
});

test('a row that is not drawn any more keeps the toolbar from no other', () => {
  pointAt('one', true);
  forgetRow('one');
  focusOn('two', true);
  pointerMoved();
  expect(rowWithToolbar()).toBe('two');
});
