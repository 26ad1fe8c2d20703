import { describe, expect, test } from 'vitest';
import { consider, type PositionAct } from '../../../src/trading/strategy/consider.ts';
import type { OwnerAct } from '../../../src/trading/strategy/model/event.ts';
import { type Desk, openDesk, openLong } from './desk.ts';
import { BTC_PERP, marketOf, signalEvent } from './given.ts';

function openShort(): Desk {
  const desk = openDesk();
  desk.give(
    signalEvent({
      signal: {
        side: 'short',
        stop: { price: '52000' },
        targets: [{ price: '48000' }, { price: '46000' }],
        market: 'futures',
      },
      market: marketOf('49500', { product: BTC_PERP }),
    }),
  );
  desk.accept();
  desk.venue('t-1-1', { status: 'filled', filledSize: '2', filledValue: '1000', fees: '6' });
  desk.accept();
  return desk;
}

const positionId = '1';
const LEVELS = ['40000', '47000', '48000', '49000', '49995', '50000', '50005', '51000', '53000'];
const LASTS = ['48500', '49000', '49995', '50000', '50600', '51500'];

const acts: PositionAct[] = [
  ...LEVELS.flatMap((price): PositionAct[] => [
    { act: 'move_stop', positionId, to: { price } },
    { act: 'move_target', positionId, target: 1, price },
    { act: 'move_target', positionId, target: 2, price },
  ]),
  { act: 'stop_to_entry', positionId },
  { act: 'let_run', positionId },
  { act: 'cancel_entries', positionId },
  { act: 'close', positionId, percent: '100' },
  { act: 'close', positionId, percent: '50' },
];

/** What is on its way out after an act and a trade at that price: in base or contracts. */
function goesOut(desk: Desk, last: string): boolean {
  desk.accept();
  desk.price(last);
  const { wayOut, orders } = desk.position();
  return (
    wayOut.closing.what !== 'nothing' ||
    orders.some(({ purpose }) => purpose === 'exit' || purpose === 'target')
  );
}

const MOVES = new Set<OwnerAct['act']>(['move_stop', 'move_target', 'stop_to_entry']);

describe.each([
  ['a long', openLong],
  ['a short', openShort],
])('of %s', (_side, opened) => {
  test('what is said to close nothing closes nothing, and what closes is not done without being sure', () => {
    const wrong: string[] = [];
    const seen = { closing: 0, quiet: 0, denied: 0 };
    for (const last of LASTS) {
      for (const act of acts) {
        const desk = opened();
        const before = desk.position();
        const now = MOVES.has(act.act) ? { ...act, last } : act;
        const effect = consider(desk.state(), now, last, desk.at());
        expect(desk.position()).toBe(before);
        const { outcome } = desk.give({ type: 'owner', at: desk.at(), by: 'o', act: now });
        const name = `${JSON.stringify(act)} at ${last}`;
        if ('denied' in effect) {
          seen.denied += 1;
          if (outcome?.outcome !== 'denied') wrong.push(`${name}: not denied`);
        } else if (effect.concerns.includes('closes')) {
          seen.closing += 1;
          if (effect.closes.isZero() || effect.closes.gt(effect.open)) wrong.push(`${name}: size`);
          if (MOVES.has(act.act) && outcome?.outcome !== 'denied') wrong.push(`${name}: done`);
          if (act.act === 'close' && !goesOut(desk, last)) wrong.push(`${name}: not closed`);
        } else {
          seen.quiet += 1;
          if (outcome?.outcome !== 'applied') wrong.push(`${name}: ${JSON.stringify(outcome)}`);
          if (goesOut(desk, last)) wrong.push(`${name}: closed something`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
  });

  test('who is sure has it done, and it closes what was said', () => {
    const desk = opened();
    const long = desk.position().side === 'long';
    const act = {
      act: 'move_stop',
      positionId,
      to: { price: long ? '51000' : '49000' },
      last: '50000',
    } as const;
    const effect = consider(desk.state(), act, '50000', desk.at());
    if ('denied' in effect) throw new Error('it is denied');
    expect(effect.closes.eq(effect.open)).toBe(true);
    desk.give({ type: 'owner', at: desk.at(), by: 'o', act: { ...act, sure: true } });
    desk.accept();
    desk.price(long ? '50000' : '50000');
    expect(desk.resting().some((line) => line.includes(act.to.price))).toBe(true);
  });
});

test('without a price what moves a level is blind, and is not done without being sure', () => {
  const desk = openLong();
  const act = { act: 'move_stop', positionId, to: { price: '49000' } } as const;
  expect(consider(desk.state(), act, null, desk.at())).toMatchObject({ concerns: ['blind'] });
  const { outcome } = desk.give({ type: 'owner', at: desk.at(), by: 'o', act });
  expect(outcome).toMatchObject({ rule: 'price_unknown' });
});

test('a question is answered once, however often its button is pressed', () => {
  const desk = openLong();
  const half = { act: 'close', positionId, percent: '50' } as const;
  const yes = () => desk.give({ type: 'owner', at: desk.at(), by: 'o', act: half, question: 'q1' });
  expect(yes().outcome).toMatchObject({ outcome: 'applied' });
  expect(yes().outcome).toMatchObject({ outcome: 'denied', rule: 'answered_already' });
  desk.accept();
  expect(desk.live('exit')).toHaveLength(1);
});

test('what is being closed is not moved any more', () => {
  const desk = openLong();
  desk.give({
    type: 'owner',
    at: desk.at(),
    by: 'o',
    act: { act: 'close', positionId, percent: '100' },
  });
  for (const act of [
    { act: 'move_stop', positionId, to: { price: '49000' }, last: '50500' },
    { act: 'let_run', positionId },
  ] as const) {
    const { outcome } = desk.give({ type: 'owner', at: desk.at(), by: 'o', act });
    expect(outcome).toMatchObject({ outcome: 'denied', rule: 'being_closed' });
  }
});

describe('what is said before an act', () => {
  type Case = [string, () => Desk, PositionAct, string | null, string, string[]];
  const leaving = () => {
    const desk = openLong();
    const close = { act: 'close', positionId, percent: '100' } as const;
    desk.give({ type: 'owner', at: desk.at(), by: 'o', act: close });
    return desk;
  };
  const entered = (settings: Parameters<typeof signalEvent>[0]['settings']) => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: settings ?? {} }));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    return desk;
  };
  const waiting = () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    desk.accept();
    return desk;
  };

  test.each<Case>([
    [
      'what is on its way out already is not closed by it',
      leaving,
      { act: 'cancel_entries', positionId },
      '50500',
      '0',
      [],
    ],
    [
      'a stop that the price had reached before is not reached by moving it',
      openLong,
      { act: 'move_stop', positionId, to: { price: '48500' } },
      '47900',
      '0',
      [],
    ],
    [
      'a stop that is moved beyond the price closes all',
      openLong,
      { act: 'move_stop', positionId, to: { price: '51000' } },
      '50500',
      '0.02',
      ['closes'],
    ],
    [
      'a target that is moved to the price closes its part',
      openLong,
      { act: 'move_target', positionId, target: 1, price: '50500' },
      '50500',
      '0.01',
      ['closes'],
    ],
    [
      'and not where it is let run',
      () => entered({ trailingTargets: 'all' }),
      { act: 'move_target', positionId, target: 1, price: '50500' },
      '50500',
      '0',
      [],
    ],
    [
      'no price matters to what only waits',
      waiting,
      { act: 'move_stop', positionId, to: { price: '48500' } },
      null,
      '0',
      [],
    ],
    [
      'a stop that goes away widens',
      openLong,
      { act: 'move_stop', positionId, to: { price: '47000' } },
      '50500',
      '0',
      ['widens'],
    ],
    [
      'targets that go let it run',
      openLong,
      { act: 'let_run', positionId },
      '50500',
      '0',
      ['lets_run'],
    ],
    [
      'a half is a half',
      openLong,
      { act: 'close', positionId, percent: '50' },
      '50500',
      '0.01',
      ['closes'],
    ],
  ])('%s', (_, made, act, last, closes, concerns) => {
    const desk = made();
    const effect = consider(desk.state(), act, last, desk.at());
    if ('denied' in effect) throw new Error(effect.denied.why);
    expect([effect.closes.toFixed(), effect.concerns]).toEqual([closes, concerns]);
  });

  test('more of it is more at stake', () => {
    const desk = openLong();
    const act = {
      act: 'add',
      positionId,
      quoteSize: '500',
      price: null,
      market: marketOf('50500'),
      settings: signalEvent({}).settings,
    } as const;
    const effect = consider(desk.state(), act, '50500', desk.at());
    expect(effect).toMatchObject({ concerns: ['adds'] });
  });
});
