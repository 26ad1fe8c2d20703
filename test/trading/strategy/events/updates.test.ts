import { describe, expect, test } from 'vitest';
import { deny } from '../../../../src/trading/strategy/model/denial.ts';
import { leavingBecause } from '../../../../src/trading/strategy/model/wayOut.ts';
import { openDesk, openLong } from '../desk.ts';
import { BTC_PERP, marketOf, NOON, signalEvent, updateEvent } from '../given.ts';

const reply = { repliedToMessageId: 'm1' };

describe('what the provider says about an earlier signal', () => {
  test('close: everything is cancelled and sold', () => {
    const desk = openLong();
    const { outcome } = desk.give(updateEvent({ action: 'close' }, reply));
    expect(outcome).toEqual({ outcome: 'applied', positionIds: ['1'] });
    desk.accept();
    expect(desk.resting()).toEqual(['exit 0: market 0.02']);
    desk.fill('t-1-x1', '51000');
    expect(desk.position().closeReason).toBe('provider');
  });

  test('close half', () => {
    const desk = openLong();
    desk.give(updateEvent({ action: 'close_part', percent: '50' }, reply));
    desk.accept();
    expect(desk.resting()).toContain('exit 0: market 0.01');
  });

  test('the stop to the entry means no loss after fees', () => {
    const desk = openLong();
    desk.give(updateEvent({ action: 'stop_to_entry' }, reply));
    // (50,000 + 300 paid a coin) / (1 - 0.006), rounded up to the cent.
    expect(desk.position().stop).toBe('50603.63');
    expect(desk.asked()[0]).toBe('replace t-1-2 sell bracket 0.01 to 52000 or 50603.63');
  });

  describe('the stop to the entry at the price of the moment', () => {
    const toEntry = (last: string, productId = 'BTC-USD') => ({
      ...updateEvent({ action: 'stop_to_entry' }, reply),
      prices: { [productId]: last },
    });

    test.each([
      ['beyond breakeven', '50700', '50603.63'],
      ['between the entry and breakeven', '50400', '50000'],
    ])('%s', (_, last, stop) => {
      const desk = openLong();
      expect(desk.give(toEntry(last)).outcome).toMatchObject({ outcome: 'applied' });
      expect(desk.position()).toMatchObject({ stop, wayOut: { closing: { what: 'nothing' } } });
      desk.price(last);
      expect(leavingBecause(desk.position())).toBeNull();
    });

    test.each(['50000', '49500'])('at %s it stays, and that is said', (last) => {
      const desk = openLong();
      const { outcome } = desk.give(toEntry(last));
      const why = `the price ${last} has already passed the entry 50000, so the stop stays at 48000`;
      expect(outcome).toMatchObject({ outcome: 'denied', why });
      expect(desk.told('update_denied')).toMatchObject([{ why }]);
      expect(desk.position()).toMatchObject({
        stop: '48000',
        wayOut: { closing: { what: 'nothing' } },
      });
    });

    test('for a short it is the other way round', () => {
      const desk = openDesk();
      desk.give(
        signalEvent({
          signal: {
            side: 'short',
            stop: { price: '52000' },
            targets: [{ price: '48000' }],
            market: 'futures',
          },
          market: marketOf('49500', { product: BTC_PERP }),
        }),
      );
      desk.accept();
      desk.venue('t-1-1', {
        status: 'filled',
        filledSize: '2',
        filledValue: '1000',
        fees: '6',
      });
      desk.accept();
      desk.give(toEntry('49800', BTC_PERP.id));
      expect(desk.position().stop).toBe('50000');
    });

    test('the owner is told the same', () => {
      const desk = openLong();
      const act = { act: 'stop_to_entry', positionId: '1' } as const;
      const no = desk.give({
        type: 'owner',
        at: desk.at(),
        by: 'o',
        act: { ...act, last: '49000' },
      });
      expect(desk.position().stop).toBe('48000');
      expect(no.outcome).toMatchObject({
        outcome: 'denied',
        why: expect.stringContaining('has already passed the entry 50000'),
      });
      desk.give({ type: 'owner', at: desk.at(), by: 'o', act: { ...act, last: '50100' } });
      expect(desk.position().stop).toBe('50000');
    });

    test('a rule that would move it beyond the price moves it to the plain entry', () => {
      const desk = openDesk();
      desk.give(signalEvent({ settings: { breakevenAfterPercent: '0.5' } }));
      desk.accept();
      desk.fill('t-1-1', '50000');
      desk.accept();
      desk.price('50250');
      expect(desk.position()).toMatchObject({
        stop: '50000',
        wayOut: { closing: { what: 'nothing' } },
      });
    });
  });

  test('the stop may be moved closer, and not away', () => {
    const desk = openLong();
    expect(desk.give(updateEvent({ action: 'move_stop', price: '49000' }, reply)).outcome).toEqual({
      outcome: 'applied',
      positionIds: ['1'],
    });
    const worse = desk.give(
      updateEvent({ action: 'move_stop', price: '47000' }, { ...reply, messageId: 'u2' }),
    );
    expect(worse.outcome).toMatchObject({
      outcome: 'denied',
      why: 'the stop 47000 would risk more than 49000 does; only you can move it there',
    });
    expect(desk.position().stop).toBe('49000');
  });

  test('the stop to target 1', () => {
    const desk = openLong();
    desk.fill('t-1-2', '52000');
    const up = updateEvent({ action: 'move_stop', target: 1 }, reply);
    desk.give({ ...up, prices: { 'BTC-USD': '52500' } });
    expect(desk.position().stop).toBe('52000');
  });

  test('cancelled entries end a position that never opened', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.give(updateEvent({ action: 'cancel_entry' }, reply));
    desk.accept();
    expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'provider' });
  });

  test('new targets change the resting orders in place', () => {
    const desk = openLong();
    desk.give(
      updateEvent({ action: 'amend', targets: [{ price: '53000' }, { price: '56000' }] }, reply),
    );
    expect(desk.asked()).toEqual([
      'replace t-1-2 sell bracket 0.01 to 53000 or 48000',
      'replace t-1-3 sell bracket 0.01 to 56000 or 48000',
    ]);
  });

  test('a new price for the second target leaves the first as it is', () => {
    const desk = openLong();
    const second = { action: 'amend', target: 2, targets: [{ price: '56000' }] } as const;
    desk.give(updateEvent(second, reply));
    expect(desk.asked()).toEqual(['replace t-1-3 sell bracket 0.01 to 56000 or 48000']);
  });

  test('a new price for a target that the signal does not have changes nothing', () => {
    const desk = openLong();
    const { outcome } = desk.give(
      updateEvent({ action: 'amend', target: 7, targets: [{ price: '56000' }] }, reply),
    );
    expect(outcome).toMatchObject({ outcome: 'denied', why: 'it has no target 7' });
    expect(desk.asked()).toEqual([]);
  });

  test('a report of a target is information only', () => {
    const desk = openLong();
    const { outcome, commands } = desk.give(
      updateEvent({ action: 'target_hit', target: 1 }, reply),
    );
    expect(outcome).toMatchObject({ outcome: 'noted' });
    expect(commands).toEqual([]);
  });

  test('the same update does nothing the second time', () => {
    const desk = openLong();
    const half = updateEvent({ action: 'close_part', percent: '50' }, reply);
    desk.give(half);
    desk.accept();
    const before = desk.state();
    expect(desk.give(half)).toMatchObject({ state: before, commands: [] });
  });
});

describe('which position is meant', () => {
  test('without a reply: the same provider and symbol', () => {
    const desk = openLong();
    const { outcome } = desk.give(updateEvent({ action: 'close', symbol: 'BTC' }));
    expect(outcome).toMatchObject({ outcome: 'applied' });
  });

  test('another provider is never matched', () => {
    const desk = openLong();
    const { outcome } = desk.give(
      updateEvent({ action: 'close', symbol: 'BTC' }, { providerId: 'p2' }),
    );
    expect(outcome).toMatchObject({ outcome: 'denied', rule: 'no_position' });
  });

  test('where two fit, the owner is asked and nothing is done', () => {
    const desk = openLong();
    desk.give(signalEvent({ messageId: 'm2' }));
    desk.accept();
    const { outcome, changed } = desk.give(updateEvent({ action: 'close', symbol: 'BTC' }));
    expect(outcome).toMatchObject({ outcome: 'noted' });
    expect(changed).toEqual([]);
    expect(desk.told('question')).toMatchObject([{ what: 'close', positionIds: ['1', '2'] }]);
  });

  test('"close now" is not taken for a position when the latest signal was another one', () => {
    const desk = openLong();
    desk.give(signalEvent({ messageId: 'm2', market: deny('market', 'not traded here') }));
    desk.give(updateEvent({ action: 'close' }));
    expect(desk.told('question')).toMatchObject([{ positionIds: ['1'] }]);
  });

  test('close all means all of the provider', () => {
    const desk = openLong();
    desk.give(signalEvent({ messageId: 'm2' }));
    desk.accept();
    const { outcome } = desk.give(updateEvent({ action: 'close', all: true }));
    expect(outcome).toEqual({ outcome: 'applied', positionIds: ['1', '2'] });
  });
});

describe('an edited or deleted signal', () => {
  const edited = { revision: 1 };

  test('an edit amends what is not filled: the old entry goes before the new one comes', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.give(
      signalEvent({ source: edited, signal: { entry: { type: 'limit', prices: ['49500'] } } }),
    );
    expect(desk.asked()).toEqual(['cancel t-1-1']);
    desk.accept();
    expect(desk.resting()).toEqual(['entry 2: limit 0.02020202 at 49500']);
  });

  describe('an edit of a ladder of which the first entry has filled', () => {
    const ladder = (...prices: string[]) => ({ entry: { type: 'limit' as const, prices } });
    const halfOpen = () => {
      const desk = openDesk();
      desk.give(signalEvent({ signal: ladder('50000', '49000') }));
      desk.accept();
      desk.fill('t-1-1', '50000');
      desk.accept();
      return desk;
    };

    test('what has not filled follows it, over the same money', () => {
      const desk = halfOpen();
      desk.give(signalEvent({ source: edited, signal: ladder('50000', '48500') }));
      expect(desk.asked()).toEqual(['cancel t-1-2']);
      desk.accept();
      // 0.01020408 at 49,000 is 499.99992.
      expect(desk.resting()).toContain('entry 3: limit 0.01030927 at 48500');
      expect(desk.position().status).toBe('open');
    });

    test('the same entries again change nothing', () => {
      const desk = halfOpen();
      desk.give(signalEvent({ source: edited, signal: ladder('50000', '49000') }));
      expect(desk.asked()).toEqual([]);
    });

    test('an entry that is gone is cancelled, one more shares what is left', () => {
      const fewer = halfOpen();
      fewer.give(signalEvent({ source: edited, signal: ladder('50000') }));
      expect(fewer.asked()).toEqual(['cancel t-1-2']);
      const more = halfOpen();
      more.give(signalEvent({ source: edited, signal: ladder('50000', '49000', '48500') }));
      more.accept();
      expect(more.live('entry').map((id) => more.order(id).terms)).toMatchObject([
        { size: '0.00510204', price: '49000' },
        { size: '0.00515463', price: '48500' },
      ]);
    });

    test('an entry that is filled in part rests on with what is left of it', () => {
      const desk = openDesk();
      desk.give(signalEvent({ signal: ladder('50000', '49000') }));
      desk.accept();
      desk.fill('t-1-1', '50000', '0.004');
      desk.accept();
      desk.give(signalEvent({ source: edited, signal: ladder('50000', '48500') }));
      expect(desk.asked()).toEqual(['cancel t-1-2']);
      expect(desk.live('entry')).toContain('t-1-1');
    });
  });

  test('what an entry holds is free for the one that replaces it', () => {
    const desk = openDesk();
    const all = marketOf('50500', { quoteAvailable: '1010' });
    desk.give(signalEvent({ market: all }));
    desk.accept();
    const held = marketOf('50500', { quoteAvailable: '4' });
    const { outcome } = desk.give(
      signalEvent({
        source: edited,
        market: held,
        signal: { entry: { type: 'limit', prices: ['49500'] } },
      }),
    );
    expect(outcome).toMatchObject({ outcome: 'applied' });
    expect(desk.asked()).toEqual(['cancel t-1-1']);
  });

  test('an edit of an open position moves its stop and targets only', () => {
    const desk = openLong();
    desk.give(
      signalEvent({
        source: edited,
        signal: { entry: { type: 'limit', prices: ['40000'] }, stop: { price: '48500' } },
      }),
    );
    expect(desk.position().stop).toBe('48500');
    expect(desk.live('entry')).toEqual([]);
  });

  test('edits are ignored when the settings say so', () => {
    const desk = openLong();
    const { changed } = desk.give(
      signalEvent({
        source: edited,
        signal: { stop: { price: '48500' } },
        settings: { onEdit: 'ignore' },
      }),
    );
    expect(changed).toEqual([]);
  });

  test('a corrected signal that was denied before is taken', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { stop: null } }));
    expect(desk.give(signalEvent({ source: edited })).outcome).toMatchObject({ outcome: 'taken' });
  });

  test('a deleted signal cancels entries, unless told not to', () => {
    for (const onDelete of ['cancel', 'ignore'] as const) {
      const desk = openDesk();
      desk.give(signalEvent({ settings: { onDelete } }));
      desk.accept();
      desk.give({ type: 'message_deleted', at: NOON, messageId: 'm1' });
      expect(desk.asked()).toEqual(onDelete === 'cancel' ? ['cancel t-1-1'] : []);
    }
  });

  test('a price scale applies to updates too', () => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        signal: {
          symbol: '1000BTC',
          entry: { type: 'limit', prices: ['50000000'] },
          stop: { price: '48000000' },
          targets: [{ price: '52000000' }],
        },
        market: marketOf('50500', { priceScale: '1000' }),
      }),
    );
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    desk.give(updateEvent({ action: 'move_stop', symbol: '1000BTC', price: '49000000' }));
    expect(desk.position().stop).toBe('49000');
  });
});
