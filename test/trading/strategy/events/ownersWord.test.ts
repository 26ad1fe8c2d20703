import { describe, expect, test } from 'vitest';
import { openDesk, openLong } from '../desk.ts';
import { marketOf, NOON, signalEvent, updateEvent } from '../given.ts';

const LIVE = { ...marketOf('50500'), account: 'live' as const };

describe('a signal that is only noted', () => {
  test('opens nothing, closes nothing, and says what it would have done', () => {
    const desk = openLong();
    const { outcome, commands } = desk.give({
      ...signalEvent({ messageId: 'm2', signal: { stop: { price: '47000' } } }),
      noteOnly: 'paused',
    });
    expect(commands).toEqual([]);
    expect(outcome).toMatchObject({
      outcome: 'noted',
      why: expect.stringMatching(
        /paused; it would be taken: long BTC-USD for 1000 USD, stop 47000/,
      ),
    });
    const refused = desk.give({
      ...signalEvent({ messageId: 'm3', signal: { stop: { price: '51000' } } }),
      noteOnly: 'watch_only',
    });
    expect(refused.outcome).toMatchObject({
      why: expect.stringContaining('not be taken: the stop'),
    });
  });

  test('is the provider’s latest all the same: what does not name its trade is asked about', () => {
    const desk = openLong();
    desk.give({ ...signalEvent({ messageId: 'm2' }), noteOnly: 'paused' });
    const { changed } = desk.give(updateEvent({ action: 'close' }));
    expect(changed).toEqual([]);
    expect(desk.told('question')).toMatchObject([{ positionIds: ['1'] }]);
  });
});

describe('the owner’s yes', () => {
  const denied = signalEvent({ signal: { stop: { price: '51000' } } });
  const yes = { ...signalEvent({}), confirmed: true as const };

  test('has a signal that was refused judged anew, under the same rules', () => {
    const desk = openDesk();
    expect(desk.give(denied).outcome).toMatchObject({ outcome: 'denied' });
    expect(desk.give({ ...denied, confirmed: true }).outcome).toMatchObject({ rule: 'stop_side' });
    expect(desk.give(yes).outcome).toEqual({ outcome: 'taken', positionId: '1' });
  });

  test('said twice opens one position', () => {
    const desk = openDesk();
    desk.give(yes);
    expect(desk.give(yes).outcome).toMatchObject({ outcome: 'noted' });
    expect(desk.own()).toHaveLength(1);
  });

  test('takes a signal that is too old to be taken unasked', () => {
    const desk = openDesk();
    const at = NOON + 3_600_000;
    expect(desk.give(signalEvent({ at })).outcome).toMatchObject({ rule: 'too_old' });
    expect(desk.give({ ...yes, at }).outcome).toMatchObject({ outcome: 'taken' });
  });
});

test('what was taken on paper is not the same signal for the live account', () => {
  const desk = openDesk();
  const settings = { sameSignalMinutes: 60 };
  desk.give(signalEvent({ settings }));
  const again = signalEvent({ messageId: 'm2', settings });
  expect(desk.give(again).outcome).toMatchObject({ rule: 'same_signal' });
  const live = signalEvent({ messageId: 'm3', settings, market: LIVE });
  expect(desk.give(live).outcome).toMatchObject({ outcome: 'taken' });
});
