import { describe, expect, test } from 'vitest';
import { deny } from '../../../../src/trading/strategy/model/denial.ts';
import type { OwnerAct } from '../../../../src/trading/strategy/model/event.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong } from '../desk.ts';
import { BTC, ETH, marketOf, NOON, signalEvent, updateEvent } from '../given.ts';

const owner = (desk: Desk, act: OwnerAct) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'owner', act });

const ETHER = {
  symbol: 'ETH',
  entry: { type: 'limit' as const, prices: ['3000'] },
  stop: { price: '2900' },
  targets: [{ price: '3100' }],
};
const etherAt = marketOf('3010', { product: ETH });

describe('the position that the owner has chosen', () => {
  const close = (chosen: string) => ({ ...updateEvent({ action: 'close' }), chosen });

  /** Two of one provider, so that "close" was asked about. */
  function two() {
    const desk = openLong();
    desk.give(signalEvent({ messageId: 'm2', signal: ETHER, market: etherAt }));
    desk.accept();
    expect(desk.give(updateEvent({ action: 'close' })).outcome).toMatchObject({ outcome: 'noted' });
    return desk;
  }

  test('is meant, though the update was decided on', () => {
    const desk = two();
    expect(desk.give(close('2')).outcome).toEqual({ outcome: 'applied', positionIds: ['2'] });
    expect(desk.position('1').wayOut.closing.what).toBe('nothing');
  });

  test('and not when it has ended', () => {
    const desk = two();
    owner(desk, { act: 'close', positionId: '2', percent: '100' });
    desk.accept();
    expect(desk.give(close('2')).outcome).toMatchObject({ rule: 'no_position' });
  });
});

test('a reply to a message that opened two is asked about', () => {
  const desk = openLong();
  desk.give(signalEvent({ source: { readingIndex: 1 }, signal: ETHER, market: etherAt }));
  desk.accept();
  const close = updateEvent({ action: 'close' }, { repliedToMessageId: 'm1' });
  expect(desk.give(close).outcome).toMatchObject({ outcome: 'noted' });
  expect(desk.told('question')).toMatchObject([{ positionIds: ['1', '2'] }]);
});

describe('an update is weighed with the price of its own product', () => {
  test.each([
    ['3010', 'applied'],
    [undefined, 'denied'],
  ])('at %s', (ether, outcome) => {
    const desk = openLong();
    desk.give(signalEvent({ messageId: 'm2', signal: ETHER, market: etherAt }));
    desk.accept();
    desk.fill('t-2-1', '3000');
    desk.accept();
    const nearer = updateEvent({ action: 'move_stop', symbol: 'ETH', price: '2950' });
    const prices = { [BTC.id]: '50800', ...(ether && { [ETH.id]: ether }) };
    expect(desk.give({ ...nearer, prices }).outcome).toMatchObject({ outcome });
  });
});

test('targets are not moved by settings that follow only what makes it safer, and the stop is', () => {
  const settings = signalEvent({ settings: { followUpdates: 'safer' } }).settings;
  const desk = openLong();
  const amend = updateEvent({ action: 'amend', symbol: 'BTC', targets: [{ price: '55000' }] });
  expect(desk.give({ ...amend, settings }).outcome).toMatchObject({ outcome: 'noted' });
  const move = updateEvent(
    { action: 'move_stop', symbol: 'BTC', price: '49000' },
    { messageId: 'u2' },
  );
  expect(desk.give({ ...move, settings }).outcome).toMatchObject({ outcome: 'applied' });
});

describe('what a provider calls off counts for no other signal any more', () => {
  const veto = { veto: 'deny' } as const;
  const noOf = (update: Parameters<typeof updateEvent>[0], source = {}) => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        messageId: 'a1',
        source: { providerId: 'p7' },
        signal: { side: 'short', stop: { price: '52000' }, targets: [{ price: '48000' }] },
        market: deny('market', 'nothing is known'),
      }),
    );
    desk.give(updateEvent(update, { providerId: 'p7', ...source }));
    const { outcome } = desk.give(signalEvent({ messageId: 'm2', settings: veto }));
    return outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome;
  };

  test.each<[string, Parameters<typeof updateEvent>[0], object, string]>([
    ['its symbol', { action: 'close', symbol: 'BTC' }, {}, 'taken'],
    ['no symbol: all of it', { action: 'close' }, {}, 'taken'],
    ['a reply', { action: 'cancel_entry' }, { repliedToMessageId: 'a1' }, 'taken'],
    ['a reply to another', { action: 'cancel_entry' }, { repliedToMessageId: 'a2' }, 'veto'],
    ['another symbol', { action: 'close', symbol: 'ETH' }, {}, 'veto'],
    ['a symbol that begins like it', { action: 'close', symbol: 'B' }, {}, 'veto'],
    ['another provider', { action: 'close', symbol: 'BTC' }, { providerId: 'p8' }, 'veto'],
    ['no word of closing', { action: 'stop_to_entry', symbol: 'BTC' }, {}, 'veto'],
  ])('%s', (_, update, source, outcome) => {
    expect(noOf(update, source)).toBe(outcome);
  });
});

describe('who says a signal counts', () => {
  const other = (change: Parameters<typeof signalEvent>[0]) =>
    signalEvent({
      signal: { side: 'short', stop: { price: '52000' }, targets: [{ price: '48000' }] },
      market: deny('market', 'nothing is known'),
      ...change,
      source: { providerId: 'p7', ...change.source },
      messageId: change.messageId ?? 'a1',
    });
  const verdict = (before: ReturnType<typeof other>[], settings: Partial<Settings>, at = NOON) => {
    const desk = openDesk();
    for (const event of before) desk.give(event);
    const { outcome } = desk.give(
      signalEvent({ messageId: 'm2', at, source: { postedAt: at }, settings }),
    );
    return outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome;
  };
  const deny2 = { veto: 'deny', consultMinutes: 30 } as const;

  test.each([
    ['a1', 'taken'],
    ['another', 'veto'],
  ])('and not once its message is deleted: %s', (messageId, expected) => {
    const desk = openDesk();
    desk.give(other({}));
    desk.give({ type: 'message_deleted', at: NOON, messageId });
    const { outcome } = desk.give(signalEvent({ messageId: 'm2', settings: deny2 }));
    expect(outcome?.outcome === 'denied' ? outcome.rule : outcome?.outcome).toBe(expected);
  });

  test('in its group', () => {
    const grouped = other({ settings: { consultGroup: 2 } });
    expect(verdict([grouped], deny2)).toBe('taken');
    expect(verdict([grouped], { ...deny2, consultGroup: 2 })).toBe('veto');
  });

  test('for as long as it is set', () => {
    expect(verdict([other({})], deny2, NOON + 30 * 60_000 - 1)).toBe('veto');
    expect(verdict([other({})], deny2, NOON + 30 * 60_000)).toBe('taken');
  });

  test('by its last word: whoever has turned since is no longer against it', () => {
    const turned = other({
      messageId: 'a2',
      at: NOON + 1,
      signal: { side: 'long' },
    });
    expect(verdict([other({}), turned], deny2, NOON + 2)).toBe('taken');
    const edited = other({
      at: NOON + 1,
      source: { revision: 1 },
      signal: { symbol: 'ETH', side: 'short', stop: { price: '4000' } },
    });
    expect(verdict([other({}), edited], deny2, NOON + 2)).toBe('taken');
  });
});
