import { expect, test } from 'vitest';
import { liveCard } from '../../src/notices/cards/liveCard.ts';
import { readingCard } from '../../src/notices/cards/readingCard.ts';
import { renderNotice } from '../../src/notices/cards/renderNotice.ts';
import { costAndRiskLine } from '../../src/notices/words/costAndRisk.ts';
import { emptyState } from '../../src/trading/strategy/book/emptyState.ts';
import { decide } from '../../src/trading/strategy/decide.ts';
import { openDesk, openLong, shortSignal } from '../trading/strategy/desk.ts';
import { marketOf, signalEvent, signalOf } from '../trading/strategy/given.ts';

/** The fields of a card by their names. */
function fieldsOf({ fields = [] }: { fields?: { name: string; value: string }[] }) {
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}

test('a signal that waits for a yes says what it costs and risks, each level in money, and the fees', () => {
  const desk = openDesk();
  desk.give(signalEvent({ settings: { follow: 'confirm' } }));
  const [notice] = desk.told('signal_waiting');
  if (notice?.kind !== 'signal_waiting') throw new Error('it was not asked about');
  const card = renderNotice(notice);
  expect(card.title).toBe('Trade this? long BTC for $1,000.00');
  expect(card.author?.name).toBe('PAPER');
  expect(card.description).toContain(
    'As written: entry 50,000 · stop 48,000 · targets 52,000, 54,000',
  );
  // 0.02 BTC; the stop loses 40 and 6 + 5.76 of fees; each target closes 0.01.
  expect(fieldsOf(card)).toMatchObject({
    Costs: '$1,000.00, 10.00 % of the account',
    'At risk': '$51.76, 0.52 % of the account',
    Entry: 'limit 0.02 BTC at $50,000.00',
    Stop: '$48,000.00 (−4.00 %), −$51.76',
    Targets: '$52,000.00 (+4.00 %), +$13.88, 50 % of it\n$54,000.00 (+8.00 %), +$33.76, 50 % of it',
    Fees: 'about $6.00 to enter and $5.76 to leave at the stop, counted in all of this',
  });
});

test('a signal that is far from its price says so where it is decided about; one near it does not', () => {
  const mind = (last: string) => {
    const desk = openDesk();
    const signal = { targets: [{ price: '60000' }] };
    desk.give(signalEvent({ signal, settings: { follow: 'confirm' }, market: marketOf(last) }));
    const [notice] = desk.told('signal_waiting');
    if (notice?.kind !== 'signal_waiting') throw new Error('it was not asked about');
    return fieldsOf(renderNotice(notice)).Mind;
  };
  expect(mind('51900')).toBeUndefined();
  expect(mind('56000')).toContain('the price 56,000 is 10.7 % away from the entry 50,000');
});

test('what would be done with a pasted signal says the same, and nothing of it where it is refused', () => {
  const event = signalEvent({ settings: { mostOpen: 1 } });
  const state = emptyState('test');
  const row = { reading: signalOf(), authorName: 'Provider' };
  const card = readingCard(row, decide(state, event));
  expect(fieldsOf(card)).toMatchObject({
    Now: 'It would be taken as BTC-USD for $1,000.00 (PAPER).',
    'At risk': '$51.76, 0.52 % of the account',
  });
  const taken = decide(state, event);
  const refused = fieldsOf(
    readingCard(
      row,
      decide(taken.state, {
        ...event,
        confirmed: true,
        source: { ...event.source, messageId: 'm2' },
      }),
    ),
  );
  expect(Object.keys(refused)).toEqual([
    'Entry',
    'Stop',
    'Targets',
    expect.stringContaining('Now: not taken'),
    'The rule',
  ]);
});

test('a signal that turns a position around shows what it opens, and one that only closes says so', () => {
  const { state } = decide(emptyState('test'), signalEvent({}));
  const short = (oppositeSignal: 'reverse' | 'close') => {
    const event = shortSignal({}, { oppositeSignal });
    return { ...event, source: { ...event.source, messageId: 'm2' } };
  };
  const row = { reading: short('close').signal, authorName: 'Provider' };
  const turned = fieldsOf(readingCard(row, decide(state, short('reverse'))));
  expect(turned.Now).toMatch(
    /taken as BIP-20DEC30-CDE for \$20,000\.00 \(PAPER\)\. Position 1 \(long BTC-USD\) is closed first\./,
  );
  const only = fieldsOf(readingCard(row, decide(state, short('close'))));
  expect(only.Now).toBe(
    'It would close position 1 (long BTC-USD), as you have set for a signal the other way, and open nothing.',
  );
});

test('with leverage it says what is put up and what that moves', () => {
  const desk = openDesk();
  desk.give(shortSignal({}, { follow: 'confirm' }));
  const [notice] = desk.told('signal_waiting');
  if (notice?.kind !== 'signal_waiting') throw new Error('it was not asked about');
  // 40 contracts of 0.01 BTC at 50,000.
  expect(fieldsOf(renderNotice(notice)).Costs).toBe(
    '$10,000.00 put up for $20,000.00 at 2×, 100.00 % of the account',
  );
});

test('what is at risk follows the stop and what is left', () => {
  const desk = openLong();
  const shown = () => {
    const [card] = liveCard(desk.position(), { first: null, last: [], between: 0 }).embeds;
    return fieldsOf(card ?? {});
  };
  const moveStop = (to: string, last: string) => {
    const act = { act: 'move_stop', positionId: '1', to: { price: to }, last } as const;
    desk.give({ type: 'owner', at: desk.at(), by: '1', act });
    desk.accept();
  };
  expect(shown()['At risk']).toBe('$51.76, 0.52 % of the account');
  moveStop('49000', '50500');
  expect(shown()).toMatchObject({
    'At risk': '$31.88, 0.32 % of the account',
    Stop: '$49,000.00 (−2.00 %), −$31.88',
  });
  const act = { act: 'close', positionId: '1', percent: '50' } as const;
  desk.give({ type: 'owner', at: desk.at(), by: '1', act });
  desk.accept();
  const [exit] = desk.live('exit');
  desk.fill(exit ?? '', '50500');
  desk.accept();
  expect(shown()['At risk']).toBe('$15.94, 0.16 % of the account');
  moveStop('51000', '51500');
  expect(shown()).toMatchObject({
    'At risk': 'nothing: the stop is where it loses no more',
    Stop: '$51,000.00 (+2.00 %), +$3.94',
  });
});

test('a line of it is short enough for a list', () => {
  const [position] = decide(emptyState('test'), signalEvent({})).changed;
  if (!position) throw new Error('not taken');
  expect(costAndRiskLine(position)).toBe(
    'BTC-USD for $1,000.00, stop $48,000.00 (−4.00 %), $51.76 at risk (0.52 % of the account)',
  );
});
