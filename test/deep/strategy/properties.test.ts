import { test } from 'vitest';
import { checkProperties } from '../../trading/strategy/properties.ts';

test('whatever a venue does, sizes, money, protection and journal agree', () => {
  checkProperties(10_000);
});
