import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readRefusal,
  refusalSentence,
  rejectReason,
} from '../../../../src/trading/venue/coinbase/refusals/refusal.ts';

describe('a refusal', () => {
  it('is read out of anything, and said in one sentence of a bearable length', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (body) => {
        const refusal = readRefusal(body);
        const sentence = refusalSentence('order', rejectReason(refusal), refusal);
        expect(sentence).toMatch(/^Coinbase refused the order: .+\.$/u);
        expect(sentence.length).toBeLessThan(500);
      }),
    );
  });

  it('is found wherever it is hidden among other things', () => {
    const field = fc.constantFrom('failure_reason', 'preview_failure_reason', 'error', 'errors');
    const shape = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constant('PREVIEW_INSUFFICIENT_FUND'),
        fc.array(tie('value'), { minLength: 1, maxLength: 2 }),
        field.chain((name) => tie('value').map((value) => ({ [name]: value, side: 'BUY' }))),
      ),
    })).value;
    fc.assert(
      fc.property(field, shape, (name, value) => {
        const refusal = readRefusal({ success: false, product_id: 'BTC-USD', [name]: value });
        expect(rejectReason(refusal)).toBe('insufficient_funds');
      }),
    );
  });
});
