import { describe, expect, test } from 'vitest';
import { parseOrderId } from '../../../src/trading/strategy/model/orderId.ts';

describe('which orders are ours', () => {
  test.each([
    ['pf1-12-3', { positionId: '12', number: 3, wayOut: false }],
    ['pf1-12-x1', { positionId: '12', number: 1, wayOut: true }],
    ['pf1-12', null],
    ['pf1-12-', null],
    ['pf1-12-3-4', null],
    ['pf1-0-3', null],
    ['pf1--3', null],
    ['pf1-12-y1', null],
    ['pf12-12-3', null],
    ['xpf1-12-3', null],
    ['', null],
  ])('%s', (id, expected) => {
    expect(parseOrderId(id, 'pf1')).toEqual(expected);
  });
});
