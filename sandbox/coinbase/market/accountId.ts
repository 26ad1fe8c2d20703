import { createHash } from 'node:crypto';

/** An id that stays the same for the account and asset. */
export function accountId(portfolioId: string, asset: string): string {
  const hex = createHash('sha256').update(`${portfolioId}/${asset}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
