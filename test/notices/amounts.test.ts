import { expect, test } from 'vitest';
import {
  distance,
  money,
  price,
  signedMoney,
  size,
  toIncrement,
} from '../../src/notices/words/amounts.ts';

test.each([
  [money('1234567.5', 'USD'), '$1,234,567.50'],
  [money('0', 'USD'), '$0.00'],
  [money('0.00346', 'USD'), '$0.0035'],
  [money('12.5', 'USDC'), '12.50 USDC'],
  [money('0.0021000', 'BTC'), '0.0021 BTC'],
  [signedMoney('12.3', 'USD'), '+$12.30'],
  [signedMoney('-12.3', 'USD'), '−$12.30'],
  [signedMoney('0', 'USD'), '$0.00'],
  [signedMoney('0.00047', 'USD'), '$0.00'],
  [signedMoney('-0.0049', 'USDC'), '0.00 USDC'],
  [signedMoney('-0.006', 'USD'), '−$0.01'],
  [signedMoney('0.00047', 'BTC'), '+0.00047 BTC'],
  [price('65000.10', 'BTC-USD'), '$65,000.10'],
  [toIncrement('63221.6', '0.01'), '63221.60'],
  [toIncrement('63225', '5'), '63225'],
  [toIncrement('2.50001', '0.0001'), '2.50001'],
  [price('63221.6', 'BTC-USD'), '$63,221.60'],
  [price('65000', 'BTC-USDC'), '65,000.00 USDC'],
  [price('2.5001', 'XRP-USD'), '$2.5001'],
  [price('0.0350', 'ETH-BTC'), '0.0350 BTC'],
  [price('63225', 'BIT-28NOV25-CDE'), '63,225'],
  [price('1e-7', 'PEPE-USD'), '$0.0000001'],
  [price('0.00000012', 'PEPE-USDC'), '0.00000012 USDC'],
  [price('130.2350000119888994209361579687835701078', 'SOL-USD'), '$130.235'],
  [price('130.5000000119888994209361579687835701078', 'SOL-USD'), '$130.50'],
  [size('1500000', 'PEPE-USD'), '1,500,000 PEPE'],
  [size('3', 'BIT-28NOV25-CDE'), '3 contracts'],
  [distance('100', '97.5'), '−2.50 %'],
  [distance('0', '97.5'), ''],
])('%s', (shown, expected) => {
  expect(shown).toBe(expected);
});
