import { describe, expect, test } from 'vitest';
import type { Side } from '../../../../src/trading/signal/reading.ts';
import { emptyState } from '../../../../src/trading/strategy/book/emptyState.ts';
import { fromJson, toJson } from '../../../../src/trading/strategy/book/stateJson.ts';
import { decide } from '../../../../src/trading/strategy/decide.ts';
import type { Event } from '../../../../src/trading/strategy/model/event.ts';
import type { State } from '../../../../src/trading/strategy/model/state.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { NOON, signalEvent, updateEvent } from '../given.ts';

const MINUTE = 60_000;

type Said = {
  by: string;
  side?: Side;
  symbol?: string;
  stop?: string;
  /** Minutes after noon. */
  after?: number;
  message?: string;
  revision?: number;
  settings?: Partial<Settings>;
};

function said({ by, side = 'long', after = 0, message = by, revision = 0, ...more }: Said): Event {
  const at = NOON + after * MINUTE;
  const levels =
    side === 'long'
      ? { stop: { price: more.stop ?? '48000' } }
      : { stop: { price: '52000' }, targets: [{ price: '48000' }] };
  return signalEvent({
    at,
    messageId: message,
    source: { providerId: by, providerName: by, revision, postedAt: at },
    signal: { side, symbol: more.symbol ?? 'BTC', ...levels },
    settings: more.settings ?? {},
  });
}

/** What became of each of these, one after the other. */
function outcomesOf(events: readonly Event[], start: State = emptyState('t')) {
  let state = start;
  const outcomes = events.map((event) => {
    const decision = decide(state, event);
    state = decision.state;
    const { outcome } = decision;
    return outcome?.outcome === 'denied' ? `${outcome.rule}: ${outcome.why}` : outcome?.outcome;
  });
  return { outcomes, state };
}

const positionsOf = (state: State) => [...state.positions.values()];

describe('agreement', () => {
  const two = { agreement: 2 };

  test('the first of two waits, and the second enters with its own levels', () => {
    const { outcomes, state } = outcomesOf([
      said({ by: 'percy', settings: two }),
      said({ by: 'harriet', after: 30, stop: '47500', settings: two }),
    ]);
    expect(outcomes).toEqual([
      'agreement: 1 of 2 providers say so; it counts for the others for another 60 min',
      'taken',
    ]);
    expect(positionsOf(state)).toMatchObject([
      { stop: '47500', source: { providerName: 'harriet' } },
    ]);
  });

  test('three must be three: whoever says it twice is one, and who has agreed is named', () => {
    const three = { agreement: 3 };
    const { outcomes } = outcomesOf([
      said({ by: 'percy', settings: three }),
      said({ by: 'percy', message: 'again', after: 1, settings: three }),
      said({ by: 'harriet', after: 2, settings: three }),
      said({ by: 'lou', after: 3, settings: three }),
    ]);
    expect(outcomes.map((one) => one?.slice(0, 40))).toEqual([
      'agreement: 1 of 3 providers say so; it c',
      'agreement: 1 of 3 providers say so; it c',
      'agreement: 2 of 3 providers say so (perc',
      'taken',
    ]);
  });

  test.each([
    ['of another coin', [said({ by: 'percy', symbol: 'ETH' })]],
    ['of the other side', [said({ by: 'percy', side: 'short' })]],
    ['of another group', [said({ by: 'percy', settings: { consultGroup: 3 } })]],
    ['that is an hour old', [said({ by: 'percy', after: -31 })]],
    [
      'that was edited into another',
      [
        said({ by: 'percy', settings: two }),
        said({ by: 'percy', symbol: 'ETH', revision: 1, after: 1, settings: two }),
      ],
    ],
    [
      'whose provider has changed his mind',
      [
        said({ by: 'percy', settings: two }),
        said({ by: 'percy', side: 'short', message: 'new', after: 1, settings: two }),
      ],
    ],
    [
      'that was deleted',
      [
        said({ by: 'percy', settings: two }),
        { type: 'message_deleted', at: NOON + MINUTE, messageId: 'percy' } as const,
      ],
    ],
    [
      'that was called off',
      [
        said({ by: 'percy', settings: two }),
        updateEvent(
          { action: 'cancel_entry' },
          { providerId: 'percy', repliedToMessageId: 'percy' },
          NOON + MINUTE,
        ),
      ],
    ],
  ])('a signal %s does not agree', (_, before) => {
    const { outcomes } = outcomesOf([
      ...before,
      said({ by: 'harriet', after: 29, settings: { ...two, symbolCooldownMinutes: 0 } }),
    ]);
    expect(outcomes.at(-1)).toMatch(/^agreement: 1 of 2/);
  });

  test('an edit that changes the levels alone still agrees, and so does one that waited over a restart', () => {
    const waiting = outcomesOf([
      said({ by: 'percy', settings: two }),
      said({ by: 'percy', revision: 1, stop: '47000', after: 1, settings: two }),
    ]).state;
    const stored = JSON.parse(JSON.stringify(toJson(waiting)));
    const restarted = fromJson(stored, []);
    const { outcomes } = outcomesOf([said({ by: 'harriet', after: 59, settings: two })], restarted);
    expect(outcomes).toEqual(['taken']);
  });

  test('a yes of the owner’s is enough', () => {
    const event = said({ by: 'percy', settings: two });
    const { outcomes } = outcomesOf([event, { ...event, confirmed: true } as Event]);
    expect(outcomes[1]).toBe('taken');
  });
});

describe('veto', () => {
  const against = said({ by: 'lou', side: 'short' });

  test('another provider’s opposite signal says no, also one that could not be traded', () => {
    const { outcomes } = outcomesOf([
      against,
      said({ by: 'percy', after: 20, settings: { veto: 'deny' } }),
    ]);
    expect(outcomes[0]).toMatch(/^short_on_spot/);
    expect(outcomes[1]).toBe('veto: lou said short 20 min ago');
  });

  test('or halves the size, which an edit keeps', () => {
    const halves = { veto: 'halve' } as const;
    const { state } = outcomesOf([
      against,
      said({ by: 'percy', after: 20, settings: halves }),
      said({ by: 'percy', after: 90, revision: 1, stop: '47900', settings: halves }),
    ]);
    // 1,000 as set, half of it at 50,000.
    expect(positionsOf(state)).toMatchObject([
      { plan: { cost: '500', share: '0.5', stop: '47900' } },
    ]);
  });

  test('is over with its time, with its deletion, and never the provider’s own', () => {
    const veto = { veto: 'deny' } as const;
    const late = said({ by: 'percy', after: 61, settings: veto });
    expect(outcomesOf([against, late]).outcomes[1]).toBe('taken');
    const deleted = { type: 'message_deleted', at: NOON + MINUTE, messageId: 'lou' } as const;
    const soon = said({ by: 'percy', after: 2, settings: veto });
    expect(outcomesOf([against, deleted, soon]).outcomes[2]).toBe('taken');
    const own = said({ by: 'lou', message: 'other', after: 2, settings: veto });
    expect(outcomesOf([against, own]).outcomes[1]).toBe('taken');
  });

  test('half a size still needs the others to agree', () => {
    const both = { veto: 'halve', agreement: 2 } as const;
    const { outcomes, state } = outcomesOf([
      against,
      said({ by: 'percy', after: 1, settings: both }),
      said({ by: 'harriet', after: 2, settings: both }),
    ]);
    expect(outcomes[1]).toMatch(/^agreement: 1 of 2/);
    expect(outcomes[2]).toBe('taken');
    expect(positionsOf(state)).toMatchObject([{ plan: { cost: '500' } }]);
  });
});

test('with neither set each signal is followed for itself', () => {
  const { outcomes } = outcomesOf([said({ by: 'lou', side: 'short' }), said({ by: 'percy' })]);
  expect(outcomes[1]).toBe('taken');
});
