import { test } from 'vitest';
import { checkProperties } from './properties.ts';

test('whatever a venue does, sizes, money, protection and journal agree', {
  timeout: 120_000,
}, () => {
  checkProperties(200);
});
