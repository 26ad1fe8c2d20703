import { expect, test } from 'vitest';
import { dec } from '../../../../src/trading/money.ts';
import type { Signal } from '../../../../src/trading/signal/reading.ts';
import { readMessage } from '../../../../src/trading/signal/readMessage.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { openDesk } from '../desk.ts';
import { marketOf, signalEvent } from '../given.ts';

/** What a message is planned as: the money of each entry and the weight of each target, in percent. */
function planned(text: string, settings: Partial<Settings> = {}) {
  const [reading] = readMessage({ text });
  if (reading?.kind !== 'signal') throw new Error(`no signal: ${JSON.stringify(reading)}`);
  const desk = openDesk();
  const signal: Partial<Signal> = reading;
  desk.give(signalEvent({ signal, settings, market: marketOf('50500') }));
  const { plan } = desk.position();
  const worth = plan.entries.map(({ terms }) =>
    'quoteSize' in terms
      ? dec(terms.quoteSize)
      : dec(terms.size).mul('price' in terms && terms.price ? terms.price : '50500'),
  );
  const all = worth.reduce((a, b) => a.add(b), dec(0));
  const percent = (share: ReturnType<typeof dec>) => share.mul(100).toDecimalPlaces(0).toNumber();
  return {
    entries: worth.map((w) => percent(w.div(all))),
    targets: plan.targets.map(({ weight }) => percent(dec(weight))),
  };
}

const LADDER = `BTC long
Entry 1: 50000 (60%)
Entry 2: 49000 (40%)
SL 47000
TP1: 52000 (50%)
TP2: 54000 (30%)
TP3: 56000 (20%)`;

test('entries and targets have the weights that the provider gives them', () => {
  expect(planned(LADDER)).toEqual({ entries: [60, 40], targets: [50, 30, 20] });
});

test('weights that the owner has chosen win', () => {
  const settings: Partial<Settings> = { entryWeights: 'back', targetWeights: 'descending' };
  expect(planned(LADDER, settings)).toEqual({ entries: [33, 67], targets: [50, 33, 17] });
});

test('weights follow their prices, whatever the order in which they are written', () => {
  const text = 'BTC long\n(1/4) 49000\n(3/4) 50000\nSL 47000\nTP 54000 - 20%, 52000 - 80%';
  expect(planned(text)).toEqual({ entries: [75, 25], targets: [80, 20] });
});

test('a row of shares is that of the targets', () => {
  const text = 'BTC long\nEntry 50000\nSL 47000\nTP 52000 54000\nTP%: 70 | 30';
  expect(planned(text).targets).toEqual([70, 30]);
});

test('a part is taken now, and the others wait', () => {
  const text = 'BTC LONG\nENTRY NOW 40%\n49500 - 30%\n48500 - 30%\nSL 47000\nTP 52000 54000';
  expect(planned(text)).toEqual({ entries: [40, 30, 30], targets: [50, 50] });
});

test('gains beside the targets are no weights', () => {
  const text = 'BTC long\nEntry 50000\nSL 47000\nTP1: 52000 (4%)\nTP2: 54000 (8%)';
  expect(planned(text).targets).toEqual([50, 50]);
});
