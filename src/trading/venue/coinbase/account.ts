import { dec } from '../../money.ts';
import type { Listed } from '../listed.ts';
import type { Balance, DecimalString, FeeTier, VenuePosition } from '../venue.ts';
import { readPages } from './connection/pages.ts';
import type { Rest } from './connection/rest.ts';
import { timeOf } from './connection/time.ts';
import type { EntryReader } from './wire/entries.ts';
import {
  accountList,
  cfmPositions,
  keyPermissions,
  transactionSummary,
  wireAccount,
  wirePosition,
} from './wire/wire.ts';

/** What the API key may do; one that can transfer should never run a bot. */
export type KeyPermissions = {
  canView: boolean;
  canTrade: boolean;
  canTransfer: boolean;
  /** The one portfolio that the key belongs to. */
  portfolioId: string;
  /** "DEFAULT" or "CONSUMER". */
  portfolioType: string;
};

/** What Coinbase says of the account. Everything rejects with a VenueError. */
export type CoinbaseAccount = {
  /** Unreadable accounts by their asset. */
  balances(): Promise<Listed<Balance>>;
  /** Unreadable positions by their product. */
  positions(): Promise<Listed<VenuePosition>>;
  fees(): Promise<FeeTier>;
  permissions(): Promise<KeyPermissions>;
  /** Our clock minus Coinbase's, in milliseconds; negative when ours is behind. */
  clockSkewMs(): Promise<number>;
};

export function createAccount(
  rest: Rest,
  readEntries: EntryReader,
  clock: () => number,
): CoinbaseAccount {
  async function permissions(): Promise<KeyPermissions> {
    const wire = await rest.read(keyPermissions, {
      what: "read the key's permissions",
      method: 'GET',
      path: '/brokerage/key_permissions',
    });
    return {
      canView: wire.can_view,
      canTrade: wire.can_trade,
      canTransfer: wire.can_transfer,
      portfolioId: wire.portfolio_uuid,
      portfolioType: wire.portfolio_type,
    };
  }

  return {
    async balances() {
      const pages = await readPages(
        rest,
        accountList,
        { what: 'read the balances', path: '/brokerage/accounts', query: {} },
        (page) => page.has_next,
      );
      const { read, unreadable } = readEntries(
        'an account',
        wireAccount,
        pages.flatMap((page) => page.accounts),
        'currency',
      );
      const byAsset = new Map<string, Balance>();
      for (const account of read) {
        // What lies in a vault can't be traded.
        if (account.type === 'ACCOUNT_TYPE_VAULT') continue;
        const sum = byAsset.get(account.currency);
        byAsset.set(account.currency, {
          asset: account.currency,
          available: plus(sum?.available, account.available_balance),
          hold: plus(sum?.hold, account.hold),
        });
      }
      return { entries: [...byAsset.values()], unreadable };
    },
    positions: () => readFutures(rest, readEntries),
    async fees() {
      const { fee_tier } = await rest.read(transactionSummary, {
        what: 'read the fees',
        method: 'GET',
        path: '/brokerage/transaction_summary',
      });
      return { maker: fee_tier.maker_fee_rate, taker: fee_tier.taker_fee_rate };
    },
    permissions,
    async clockSkewMs() {
      const before = clock();
      const theirs = await timeOf(rest);
      return Math.round((before + clock()) / 2 - theirs);
    },
  };
}

/** Futures of a US account, in contracts. Coinbase does not say where they are liquidated. */
async function readFutures(rest: Rest, readEntries: EntryReader): Promise<Listed<VenuePosition>> {
  // Refused, where the account has no futures: better no answer than "none" when that is not sure.
  const { positions } = await rest.read(cfmPositions, {
    what: 'read the futures positions',
    method: 'GET',
    path: '/brokerage/cfm/positions',
  });
  const { read, unreadable } = readEntries('a position', wirePosition, positions, 'product_id');
  const entries = read
    .filter(({ side }) => side !== 'FLAT')
    .map((position) => ({
      productId: position.product_id,
      size: signed(position.number_of_contracts, position.side === 'SHORT'),
      ...(position.avg_entry_price ? { averageEntry: position.avg_entry_price } : {}),
    }));
  return { entries, unreadable };
}

function signed(size: DecimalString, short: boolean): DecimalString {
  const magnitude = dec(size).abs();
  return (short ? magnitude.neg() : magnitude).toFixed();
}

function plus(sum: DecimalString | undefined, amount: DecimalString | undefined): DecimalString {
  return dec(sum ?? 0)
    .add(amount ?? 0)
    .toFixed();
}
