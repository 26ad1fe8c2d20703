import { describe, expect, test } from 'vitest';
import { coverageOf } from '../../../../src/trading/strategy/hold/orders/coverage.ts';
import type { OrderReport } from '../../../../src/trading/strategy/model/event.ts';
import { changeOf } from '../../../../src/trading/strategy/model/pendingRequest.ts';
import { partsToClose } from '../../../../src/trading/strategy/model/wayOut.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk, openLong, shortSignal } from '../desk.ts';
import { BTC, marketOf, signalEvent, updateEvent } from '../given.ts';

const reply = { repliedToMessageId: 'm1' };
const lost = { kind: 'unknown', message: 'timeout' } as const;
const never = { kind: 'never_arrived', message: 'not found' } as const;
const no = { kind: 'rejected', reason: 'other', message: 'no' } as const;
const taken = { kind: 'accepted', venueOrderId: 'v' } as const;

const owner = (desk: Desk, act: object) =>
  desk.give({ type: 'owner', at: desk.at(), by: 'o', act } as Parameters<Desk['give']>[0]);
const close = (percent = '100') => ({ act: 'close', positionId: '1', percent });
const moveStop = (price: string) => ({
  act: 'move_stop',
  positionId: '1',
  to: { price },
  last: '50500',
});

const ladder = { entry: { type: 'limit' as const, prices: ['50000', '49000'] } };

describe('an order of which nobody knows', () => {
  test.each<[string, OrderReport[], string]>([
    ['lost and found', [lost, taken], 'submitted'],
    ['lost and never there', [lost, never], 'rejected'],
    ['refused as one the venue has already', [{ ...no, reason: 'duplicate' }], 'unknown'],
    ['taken, and its second send refused', [taken, no], 'submitted'],
    ['taken, and its second answer lost', [taken, lost], 'submitted'],
    ['refused, and there all the same', [no, taken], 'submitted'],
  ])('%s', (_, reports, status) => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.forget();
    for (const report of reports) desk.report('t-1-1', report);
    expect(desk.order('t-1-1').status).toBe(status);
  });

  test('keeps its room: nothing is sold beside it until it is known', () => {
    const desk = openLong();
    owner(desk, close());
    desk.forget();
    desk.venue('t-1-2', { status: 'cancelled' });
    desk.venue('t-1-3', { status: 'cancelled' });
    desk.forget();
    desk.report('t-1-x1', lost);
    owner(desk, close());
    desk.later(60_000);
    expect(desk.asked()).toEqual([]);
    expect(desk.told('order_unknown')).toMatchObject([{ purpose: 'exit', message: 'timeout' }]);
    desk.report('t-1-x1', never);
    // It was never there: what is open is protected again until the next try.
    expect(desk.asked()).toEqual([
      'place t-1-5 sell bracket 0.01 to 52000 or 48000',
      'place t-1-6 sell bracket 0.01 to 54000 or 48000',
    ]);
    desk.accept();
    desk.later(1000);
    desk.accept();
    desk.fill('t-1-x2', '50000');
    expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'owner' });
  });

  test('counts as no cover before the venue has it', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.fill('t-1-1', '50000');
    expect(coverageOf(desk.position())).toBe('bot');
    desk.venue('t-1-2', { status: 'open' });
    expect(coverageOf(desk.position())).toBe('bot');
    desk.venue('t-1-3', { status: 'open' });
    expect(coverageOf(desk.position())).toBe('brackets');
  });
});

describe('fills that come late', () => {
  const cancelled = () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    owner(desk, { act: 'cancel_entries', positionId: '1' });
    desk.accept();
    expect(desk.position().status).toBe('cancelled');
    return desk;
  };

  test('after a cancel: what was bought is held and protected', () => {
    const desk = cancelled();
    desk.fill('t-1-1', '50000', '0.01', 'cancelled');
    expect(desk.position()).toMatchObject({ status: 'open', closedAt: null, closeReason: null });
    desk.accept();
    expect(desk.resting()).toEqual([
      'bracket 1: bracket 0.005 to 52000 or 48000',
      'bracket 2: bracket 0.005 to 54000 or 48000',
    ]);
  });

  test('after everything was closed: what an entry still fills is sold again', () => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        signal: { ...ladder, targets: [{ price: '52000' }] },
        settings: { entriesAfterTarget: 'keep' },
      }),
    );
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    desk.fill('t-1-3', '52000');
    expect(desk.asked()).toEqual(['cancel t-1-2']);
    expect(desk.position()).toMatchObject({
      wayOut: { closing: { reason: 'target' } },
      entriesEnded: 'target',
    });
    desk.forget();
    desk.fill('t-1-2', '49000', '0.01', 'cancelled');
    expect(desk.asked()).toEqual(['place t-1-x1 sell market 0.01']);
  });

  test('a report that is older than what is known changes nothing', () => {
    const desk = openLong();
    desk.fill('t-1-2', '52000', '0.006');
    const { changed } = desk.venue('t-1-2', {
      status: 'open',
      filledSize: '0.002',
      filledValue: '104',
      fees: '0.6',
    });
    expect(changed).toEqual([]);
    expect(desk.order('t-1-2').filledSize).toBe('0.006');
  });

  test('exact sums replace estimated ones of the same size, and tell no fill', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.venue('t-1-1', {
      status: 'filled',
      filledSize: '0.02',
      filledValue: '1000',
      fees: '6',
      exact: false,
    });
    const told = desk.told('fill').length;
    desk.venue('t-1-1', {
      status: 'filled',
      filledSize: '0.02',
      filledValue: '999',
      fees: '5',
      exact: true,
    });
    expect(desk.order('t-1-1')).toMatchObject({ filledValue: '999', fees: '5', exact: true });
    desk.venue('t-1-1', {
      status: 'filled',
      filledSize: '0.02',
      filledValue: '1001',
      fees: '7',
      exact: false,
    });
    expect(desk.order('t-1-1')).toMatchObject({ filledValue: '999', fees: '5', exact: true });
    expect(desk.told('fill')).toHaveLength(told);
  });

  test('a fill while the close is asked for is sold with the rest', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: ladder }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    owner(desk, close());
    expect(desk.asked()).toEqual(['cancel t-1-2', 'cancel t-1-3', 'cancel t-1-4']);
    desk.forget();
    desk.venue('t-1-3', { status: 'cancelled' });
    desk.venue('t-1-4', { status: 'cancelled' });
    // The entry may still fill.
    expect(desk.asked()).toEqual([]);
    desk.fill('t-1-2', '49000', '0.01', 'cancelled');
    expect(desk.asked()).toEqual(['place t-1-x1 sell market 0.02']);
  });

  test('an entry whose cancel goes unanswered is not waited for without end', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: ladder }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    owner(desk, close());
    desk.forget();
    desk.venue('t-1-3', { status: 'cancelled' });
    desk.venue('t-1-4', { status: 'cancelled' });
    desk.later(15_000);
    expect(desk.asked()).toEqual(['cancel t-1-2', 'place t-1-x1 sell market 0.01']);
  });
});

describe('what is asked of an order', () => {
  test('an answer to an older change is not the answer to the newer', () => {
    const desk = openLong();
    owner(desk, moveStop('49000'));
    const asked = changeOf(desk.order('t-1-2'));
    desk.report('t-1-2', {
      kind: 'replaced',
      terms: { type: 'bracket', size: '0.01', target: '52000', stop: '48500' },
    });
    expect(changeOf(desk.order('t-1-2'))).toBe(asked);
    desk.report('t-1-2', {
      kind: 'replaced',
      terms: { type: 'bracket', size: '0.010', target: '52000.00', stop: '49000' },
    });
    expect(desk.order('t-1-2')).toMatchObject({
      request: { kind: 'none' },
      terms: { stop: '49000' },
    });
  });

  test('a change that is made goes on to what was wanted meanwhile', () => {
    const desk = openLong();
    owner(desk, moveStop('49000'));
    desk.forget();
    owner(desk, moveStop('49500'));
    expect(desk.asked()).toEqual([]);
    desk.report('t-1-2', {
      kind: 'replaced',
      terms: { type: 'bracket', size: '0.01', target: '52000', stop: '49000' },
    });
    expect(desk.asked()).toEqual(['replace t-1-2 sell bracket 0.01 to 52000 or 49500']);
  });

  test('a change without an answer is ended by a cancel, whose time is not forgotten by the late answer', () => {
    const desk = openLong();
    owner(desk, moveStop('49000'));
    desk.forget();
    desk.report('t-1-3', {
      kind: 'replaced',
      terms: { type: 'bracket', size: '0.01', target: '54000', stop: '49000' },
    });
    desk.report('t-1-2', { kind: 'replace_unknown', message: 'timeout' });
    desk.later(15_000);
    expect(desk.asked()).toEqual(['cancel t-1-2']);
    desk.forget();
    desk.report('t-1-2', {
      kind: 'replaced',
      terms: { type: 'bracket', size: '0.01', target: '52000', stop: '49000' },
    });
    desk.later(15_000);
    expect(desk.asked()).toEqual(['cancel t-1-2']);
    desk.accept();
    expect(desk.resting()).toContain('bracket 1: bracket 0.01 to 52000 or 49000');
  });

  test('a refused change is a cancel and a new order, also of the stop alone', () => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        market: marketOf('50500', { capabilities: { bracket: false, stopLimit: true } }),
      }),
    );
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    owner(desk, moveStop('49000'));
    desk.forget();
    desk.report('t-1-2', { kind: 'replace_rejected', reason: 'other', message: 'no' });
    expect(desk.asked()).toEqual(['cancel t-1-2']);
    desk.accept();
    expect(desk.resting()).toEqual(['stop 0: stop 0.02 at 49000, limit 48510']);
  });

  test('a bracket grows only when there is room, and by what it has filled', () => {
    const desk = openLong();
    desk.fill('t-1-2', '52000', '0.004');
    owner(desk, close('50'));
    // 0.016 are open: 0.008 go, 0.008 stay, 0.01 of the whole at the first target less 0.004.
    expect(desk.asked()).toEqual([
      'replace t-1-2 sell bracket 0.006 to 52000 or 48000',
      'replace t-1-3 sell bracket 0.006 to 54000 or 48000',
    ]);
  });

  test('an amended entry waits for the end of the one it replaces', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.give(
      signalEvent({
        source: { revision: 1 },
        signal: { entry: { type: 'limit', prices: ['49500'] } },
      }),
    );
    expect(desk.asked()).toEqual(['cancel t-1-1']);
    desk.forget();
    desk.report('t-1-1', { kind: 'cancel_rejected', message: 'busy' });
    expect(desk.asked()).toEqual([]);
    desk.later(15_000);
    expect(desk.asked()).toEqual(['cancel t-1-1']);
    desk.accept();
    expect(desk.resting()).toEqual(['entry 2: limit 0.02020202 at 49500']);
  });
});

describe('cancelled by hand, or by us', () => {
  test('a cancel that we asked for is nobody’s hand', () => {
    const desk = openLong();
    owner(desk, { act: 'let_run', positionId: '1' });
    desk.accept();
    expect(desk.told('by_hand')).toEqual([]);
    expect(desk.resting()).toEqual(['stop 0: stop 0.02 at 48000, limit 47520']);
  });

  test('protection comes back after a minute; taken away again within the hour it stays away', () => {
    const desk = openLong();
    desk.venue('t-1-2', { status: 'cancelled' });
    expect(desk.asked()).toEqual([]);
    desk.later(59_000);
    expect(desk.asked()).toEqual([]);
    desk.later(1000);
    expect(desk.asked()).toEqual(['place t-1-4 sell bracket 0.01 to 52000 or 48000']);
    desk.accept();
    desk.later(50 * 60_000);
    desk.venue('t-1-4', { status: 'cancelled' });
    desk.later(10 * 60_000);
    expect(desk.asked()).toEqual([]);
    expect(desk.told('by_hand')).toMatchObject([
      { next: expect.stringContaining('puts it back in a minute') },
      { next: expect.stringContaining('only while it runs') },
    ]);
  });

  test('taken away again after more than an hour it comes back once more', () => {
    const desk = openLong();
    desk.venue('t-1-2', { status: 'cancelled' });
    desk.later(60_000);
    desk.accept();
    desk.later(61 * 60_000);
    desk.venue('t-1-4', { status: 'cancelled' });
    desk.later(60_000);
    expect(desk.asked()).toEqual(['place t-1-5 sell bracket 0.01 to 52000 or 48000']);
  });

  test('an entry is not placed again, and the others go on', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: ladder }));
    desk.accept();
    desk.venue('t-1-2', { status: 'cancelled' });
    expect(desk.told('by_hand')).toMatchObject([
      {
        what: expect.stringContaining('its entry 2 was cancelled'),
        next: 'the other entries go on',
      },
    ]);
    desk.venue('t-1-1', { status: 'cancelled' });
    expect(desk.position()).toMatchObject({ status: 'cancelled', closeReason: 'outside' });
  });

  test('a stop moved at the venue becomes the stop, but not where it rests out at its guard', () => {
    const moved = (settings: Partial<Settings>, stop: string) => {
      const desk = openDesk();
      desk.give(signalEvent({ settings }));
      desk.accept();
      desk.fill('t-1-1', '50000');
      desk.accept();
      desk.report('t-1-2', {
        kind: 'moved',
        terms: { type: 'bracket', size: '0.01', target: '52000', stop },
      });
      return desk.position().stop;
    };
    expect(moved({}, '47000')).toBe('47000');
    expect(moved({ stopTimeoutSeconds: 60 }, '46000')).toBe('48000');
  });
});

describe('on the way out', () => {
  test('parts that wait for room are forgotten: all goes at once', () => {
    const desk = openLong();
    owner(desk, close('50'));
    expect(partsToClose(desk.position())).toHaveLength(1);
    owner(desk, close());
    expect(partsToClose(desk.position())).toEqual([]);
    desk.accept();
    expect(desk.resting()).toEqual(['exit 0: market 0.02']);
  });

  test('what was to be guarded goes at any price when it is said again without one', () => {
    const desk = openDesk();
    const settings = { slippagePercent: '1' };
    desk.give(
      signalEvent({
        settings,
        market: marketOf('50500', { capabilities: { bracket: true, stopLimit: false } }),
      }),
    );
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    // A fast market leaves the brackets behind by 1 %.
    desk.price('47520');
    expect(desk.position().wayOut.closing).toMatchObject({ guard: { worst: '47044.8' } });
    desk.give(updateEvent({ action: 'close' }, reply));
    expect(desk.position().wayOut.closing).toMatchObject({ guard: null });
    desk.accept();
    expect(desk.resting()).toEqual(['exit 0: market 0.02']);
  });

  test('a bracket that the venue refuses while it leaves delays nothing', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    desk.fill('t-1-1', '50000');
    owner(desk, close());
    desk.report('t-1-2', no);
    desk.report('t-1-3', no);
    expect(desk.asked()).toContain('place t-1-x1 sell market 0.02');
    expect(desk.told('order_rejected')).toMatchObject([
      { next: 'the position is being closed at market' },
      { next: 'the position is being closed at market' },
    ]);
  });

  test('what is less than the product takes is not sold, and ends the position', () => {
    const desk = openDesk();
    const product = { ...BTC, minBaseSize: '0.001' };
    desk.give(signalEvent({ market: marketOf('50500', { product }) }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    desk.fill('t-1-2', '52000');
    desk.fill('t-1-3', '54000', '0.0095', 'cancelled');
    expect(desk.position()).toMatchObject({ status: 'closed' });
    expect(desk.live('exit')).toEqual([]);
  });
});

test('a closing order says that it closes, and one for a future with which leverage', () => {
  const desk = openDesk();
  const requests = desk
    .give(shortSignal({}))
    .commands.flatMap((c) => (c.type === 'place' ? [c.request] : []));
  expect(requests).toMatchObject([{ side: 'sell', leverage: '2' }]);
  expect(requests[0]).not.toHaveProperty('closes');
  desk.accept();
  const report = desk.order('t-1-1');
  const { commands } = desk.venue('t-1-1', {
    status: 'filled',
    filledSize: '40',
    filledValue: '20000',
    fees: '120',
    side: report.side,
  });
  const closing = commands.flatMap((c) => (c.type === 'place' ? [c.request] : []));
  expect(closing).toMatchObject([
    { side: 'buy', closes: true, leverage: '2' },
    { side: 'buy', closes: true, leverage: '2' },
  ]);
  const spot = openDesk().give(signalEvent({ settings: { leverage: '2' } }));
  const [place] = spot.commands.flatMap((c) => (c.type === 'place' ? [c.request] : []));
  expect(place).not.toHaveProperty('leverage');
});

describe('what came with an entry ends with the cancel that the entry’s fill crosses', () => {
  /** An entry of 0.02 that is being called off; what came with it waits beside it. */
  const calledOff = (): Desk => {
    const desk = openDesk();
    const market = marketOf('50500', { account: 'live' });
    desk.give(signalEvent({ market, signal: { targets: [{ price: '52000' }] } }));
    desk.accept();
    desk.venue('t-1-2', { status: 'pending' });
    owner(desk, { act: 'cancel_entries', positionId: '1' });
    desk.forget();
    return desk;
  };

  test.each<[string, (desk: Desk) => void]>([
    [
      'told first of what came with it',
      (desk) => {
        desk.venue('t-1-2', { status: 'cancelled' });
        desk.fill('t-1-1', '50000', '0.02', 'cancelled');
      },
    ],
    [
      'told first of the fill',
      (desk) => {
        desk.fill('t-1-1', '50000', '0.02', 'cancelled');
        desk.venue('t-1-2', { status: 'cancelled' });
      },
    ],
  ])('%s: what has filled is protected at once, not as what a person has taken away', (_, tell) => {
    const desk = calledOff();
    tell(desk);
    expect(desk.asked()).toEqual(['place t-1-3 sell bracket 0.02 to 52000 or 48000']);
    expect(desk.told('by_hand')).toEqual([]);
  });
});
