import { describe, expect, test } from 'vitest';
import type { Side } from '../../../../src/trading/signal/reading.ts';
import { nextDeadline } from '../../../../src/trading/strategy/book/deadline.ts';
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
    expect(outcomes).toEqual(['agreement: 1 of 2: percy; waits until 13:00 UTC', 'taken']);
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
    expect(outcomes).toEqual([
      'agreement: 1 of 3: percy; waits until 13:00 UTC',
      'agreement: 1 of 3: percy; waits until 13:01 UTC',
      'agreement: 2 of 3: harriet, percy; waits until 13:02 UTC',
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
      'that its provider took back with one that says something else by now',
      [
        said({ by: 'percy', settings: two }),
        said({ by: 'percy', message: 'new', after: 1, settings: two }),
        said({ by: 'percy', message: 'new', symbol: 'ETH', revision: 1, after: 2, settings: two }),
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

/** What the cards of what waits say, one after the other, and the state in the end. */
function cardsOf(events: readonly Event[], start: State = emptyState('t')) {
  let state = start;
  const cards: string[] = [];
  for (const event of events) {
    const decision = decide(state, event);
    state = decision.state;
    for (const command of decision.commands) {
      if (command.type !== 'notify' || command.notice.kind !== 'agreement') continue;
      const { source, agreeing, needed, end, until } = command.notice;
      const words =
        end === null
          ? `${agreeing.length} of ${needed} ${agreeing.join(', ')}, ${(until - NOON) / MINUTE} min`
          : [
              end.as,
              ...('positionId' in end ? [end.positionId, end.levels] : []),
              ...('why' in end ? [end.why] : []),
            ].join(' ');
      cards.push(`${source.messageId}: ${words}`);
    }
  }
  return { cards, state };
}

const passed = (after: number): Event => ({ type: 'time', at: NOON + after * MINUTE });

describe('while others are missing, a signal waits on a card', () => {
  const two = { agreement: 2 };
  const percy = said({ by: 'percy', settings: two });

  test('two: who says so and until when, then what it was entered as', () => {
    const harriet = said({ by: 'harriet', after: 30, settings: two });
    const { cards, state } = cardsOf([percy, harriet]);
    expect(cards).toEqual(['percy: 1 of 2 percy, 60 min', 'percy: entered 1 harriet']);
    expect(positionsOf(state)[0]?.plan.remarks).toContain(
      'harriet, percy say so; the levels are harriet’s',
    );
  });

  test('three: each card names the others as they come, and all end together', () => {
    const three = { agreement: 3 };
    const { cards } = cardsOf(
      ['percy', 'harriet', 'lou'].map((by, after) => said({ by, after, settings: three })),
    );
    expect(cards).toEqual([
      'percy: 1 of 3 percy, 60 min',
      'percy: 2 of 3 percy, harriet, 60 min',
      'harriet: 2 of 3 harriet, percy, 61 min',
      'percy: entered 1 lou',
      'harriet: entered 1 lou',
    ]);
  });

  test('each counts for one entry: a third who says so waits, and an edit of one enters nothing', () => {
    const { outcomes } = outcomesOf([
      percy,
      said({ by: 'harriet', after: 1, settings: two }),
      said({ by: 'percy', after: 2, revision: 1, stop: '47900', settings: two }),
      said({ by: 'lou', after: 3, settings: two }),
    ]);
    expect(outcomes[2]).toBe('noted');
    expect(outcomes[3]).toBe('agreement: 1 of 2: lou; waits until 13:03 UTC');
  });

  test.each([
    ['newest', '47000', 'lou'],
    ['first', '48000', 'percy'],
    ['careful', '48500', 'harriet'],
  ] as const)('it is entered with the levels of the %s', (agreementLevels, stop, providerName) => {
    const settings = { agreement: 3, agreementLevels };
    const { state } = cardsOf([
      said({ by: 'percy', settings }),
      said({ by: 'harriet', after: 1, stop: '48500', settings }),
      said({ by: 'lou', after: 2, stop: '47000', settings }),
    ]);
    expect(positionsOf(state)).toMatchObject([{ stop, source: { providerName } }]);
  });

  test('what was entered follows whose levels it has, and nobody else', () => {
    const settings = { agreement: 2, agreementLevels: 'first' } as const;
    const to = (price: string, by: string, after: number) =>
      updateEvent(
        { action: 'move_stop', price, symbol: 'BTC' },
        { providerId: by, messageId: `${by} stop`, repliedToMessageId: by },
        NOON + after * MINUTE,
      );
    const { state } = cardsOf([
      said({ by: 'percy', settings }),
      said({ by: 'harriet', after: 1, settings }),
      to('48700', 'harriet', 2),
      to('48200', 'percy', 3),
    ]);
    expect(positionsOf(state)).toMatchObject([{ stop: '48200' }]);
  });

  test('an edit of its levels is what it waits with, however old the message is', () => {
    const settings = { agreement: 2, agreementLevels: 'first' } as const;
    const edit = said({ by: 'percy', revision: 1, after: 20, stop: '48300', settings });
    if (edit.type !== 'signal') throw new Error('it is a signal');
    const late = { ...edit, source: { ...edit.source, postedAt: NOON } };
    const { cards, state } = cardsOf([
      said({ by: 'percy', settings }),
      late,
      said({ by: 'harriet', after: 70, settings }),
    ]);
    expect(cards).toEqual([
      'percy: 1 of 2 percy, 60 min',
      'percy: 1 of 2 percy, 80 min',
      'percy: entered 1 percy',
    ]);
    expect(positionsOf(state)).toMatchObject([{ stop: '48300' }]);
  });

  test('an update of its levels too, by a reply or by its coin', () => {
    const settings = { agreement: 2, agreementLevels: 'first' } as const;
    const first = said({ by: 'percy', settings });
    const moved = updateEvent(
      { action: 'move_stop', price: '48100' },
      { providerId: 'percy', messageId: 'u1', repliedToMessageId: 'percy' },
      NOON + MINUTE,
    );
    const amended = updateEvent(
      { action: 'amend', symbol: 'BTC', targets: [{ price: '53000' }] },
      { providerId: 'percy', messageId: 'u2' },
      NOON + 2 * MINUTE,
    );
    const { outcomes, state } = outcomesOf([
      first,
      moved,
      amended,
      said({ by: 'harriet', after: 3, settings }),
    ]);
    expect(outcomes).toEqual([expect.any(String), 'noted', 'noted', 'taken']);
    expect(positionsOf(state)).toMatchObject([
      { stop: '48100', plan: { targets: [{ price: '53000' }] } },
    ]);
  });

  test.each<[string, Event, string]>([
    ['deleted', { type: 'message_deleted', at: NOON + MINUTE, messageId: 'percy' }, 'withdrawn'],
    [
      'called off',
      updateEvent(
        { action: 'cancel_entry' },
        { providerId: 'percy', repliedToMessageId: 'percy' },
        NOON + MINUTE,
      ),
      'withdrawn',
    ],
    [
      'reported at its target',
      updateEvent({ action: 'target_hit', symbol: 'BTC' }, { providerId: 'percy' }, NOON + MINUTE),
      'withdrawn',
    ],
    ['edited into another', said({ by: 'percy', symbol: 'ETH', revision: 1, after: 9 }), 'edited'],
    ['followed by the opposite', said({ by: 'percy', side: 'short', message: 'x' }), 'replaced'],
    ['an hour old', passed(60), 'expired'],
  ])('one that is %s waits no more', (_, event, end) => {
    const { cards, state } = cardsOf([percy, event]);
    expect(cards).toEqual(['percy: 1 of 2 percy, 60 min', `percy: ${end}`]);
    expect(state.memory.waiting).toEqual([]);
  });

  test('one that goes is named no more on the cards of those that stay', () => {
    const three = { agreement: 3 };
    const { cards } = cardsOf([
      said({ by: 'percy', settings: three }),
      said({ by: 'harriet', after: 10, settings: three }),
      passed(60),
    ]);
    expect(cards.slice(3)).toEqual(['percy: expired', 'harriet: 1 of 3 harriet, 70 min']);
  });

  test('a rule that says no to what they agree on ends it', () => {
    const { cards, state } = cardsOf([
      percy,
      said({ by: 'harriet', after: 1, stop: '50100', settings: two }),
    ]);
    expect(cards[1]).toBe('percy: refused the stop 50100 is not below the entry 50000');
    expect(positionsOf(state)).toEqual([]);
  });

  test('so does one that says no before it is asked about, such as a halt', () => {
    const halt: Event = {
      type: 'owner',
      at: NOON,
      by: 'o',
      act: { act: 'pause', reason: 'a break' },
    };
    const harriet = said({ by: 'harriet', after: 1, settings: two });
    const { cards } = cardsOf([percy, halt, harriet]);
    expect(cards[1]).toBe('percy: refused trading is halted: a break');
  });

  test('the owner’s yes enters it, and whoever agrees later waits', () => {
    const yes = { ...percy, confirmed: true, at: NOON + MINUTE } as Event;
    const harriet = said({ by: 'harriet', after: 2, settings: two });
    expect(cardsOf([percy, yes, harriet]).cards).toEqual([
      'percy: 1 of 2 percy, 60 min',
      'percy: entered 1 percy',
      'harriet: 1 of 2 harriet, 62 min',
    ]);
  });

  test('a restart changes nothing: it waits on, ends in its time, and is entered', () => {
    const { state } = cardsOf([percy]);
    const again = fromJson(JSON.parse(JSON.stringify(toJson(state))), []);
    expect(nextDeadline(again)).toBe(NOON + 60 * MINUTE);
    expect(cardsOf([passed(60)], again).cards).toEqual(['percy: expired']);
    const harriet = said({ by: 'harriet', after: 59, settings: two });
    expect(cardsOf([harriet], again).cards).toEqual(['percy: entered 1 harriet']);
  });

  test('a state that an earlier version stored has none that waits', () => {
    const { waiting: _, ...memory } = toJson(emptyState('t')).memory;
    expect(fromJson({ ...toJson(emptyState('t')), memory }, []).memory.waiting).toEqual([]);
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
