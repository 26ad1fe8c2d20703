import { describe, expect, test } from 'vitest';
import { dec } from '../../../../src/trading/money.ts';
import type { Signal } from '../../../../src/trading/signal/reading.ts';
import type { MarketContext } from '../../../../src/trading/strategy/model/event.ts';
import { leavingBecause } from '../../../../src/trading/strategy/model/wayOut.ts';
import {
  type SettingName,
  type Settings,
  settingsSchema,
} from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk } from '../desk.ts';
import { BTC, BTC_PERP, marketOf, NOON, signalEvent, updateEvent } from '../given.ts';

/**
 * One story a setting, told twice: with the settings as they are, and with this one alone changed.
 * `told` is what came of it, in words; both tellings are written out.
 */
type Case = {
  setting: SettingName;
  /** Needed in both tellings for the setting to matter at all. */
  given?: Partial<Settings>;
  change: Partial<Settings>;
  story: (settings: Partial<Settings>) => unknown;
  before: unknown;
  after: unknown;
};

type Give = {
  signal?: Partial<Signal>;
  market?: Partial<MarketContext>;
  price?: string;
  messageId?: string;
  providerId?: string;
};

function give(desk: Desk, settings: Partial<Settings>, change: Give = {}) {
  return desk.give(
    signalEvent({
      settings,
      at: desk.at(),
      messageId: change.messageId ?? 'm1',
      source: {
        postedAt: desk.at(),
        ...(change.providerId ? { providerId: change.providerId } : {}),
      },
      ...(change.signal ? { signal: change.signal } : {}),
      market: marketOf(change.price ?? '50500', change.market),
    }),
  );
}

/** The rule that said no, or "taken". */
function answer(settings: Partial<Settings>, change: Give = {}, desk = openDesk()): string {
  const { outcome } = give(desk, settings, change);
  return outcome?.outcome === 'denied' ? outcome.rule : (outcome?.outcome ?? 'nothing');
}

/** What is asked of the venue for a signal. */
function asked(settings: Partial<Settings>, change: Give = {}): readonly string[] {
  const desk = openDesk();
  give(desk, settings, change);
  return desk.asked();
}

/** A desk with a long of 0.02 from 50,000, stop 48,000, targets 52,000 and 54,000, all resting. */
function opened(settings: Partial<Settings>, change: Give = {}): Desk {
  const desk = openDesk();
  give(desk, settings, change);
  desk.accept();
  desk.fill('t-1-1', '50000');
  desk.accept();
  return desk;
}

/** A desk where another provider has signalled at noon, under settings that take nothing of it. */
function saidByAnother(signal: Partial<Signal>): Desk {
  const desk = openDesk();
  give(desk, { blockedSymbols: ['BTC'] }, { messageId: 'theirs', providerId: 'another', signal });
  return desk;
}

/** A long whose brackets the venue has refused for so many seconds. */
function refused(settings: Partial<Settings>, seconds: number): Desk {
  const desk = openDesk();
  give(desk, settings);
  desk.accept();
  desk.fill('t-1-1', '50000');
  for (let second = 0; second <= seconds; second += 1) {
    for (const id of desk.live('bracket')) {
      desk.report(id, { kind: 'rejected', reason: 'other', message: 'not now' });
    }
    desk.later(1_000);
  }
  return desk;
}

/** A position that ended with a loss at its stop (or a win at its target), on the same desk. */
function ended(desk: Desk, settings: Partial<Settings>, id: number, at: string): void {
  give(desk, settings, { messageId: `e${id}` });
  desk.accept();
  desk.fill(`t-${id}-1`, '50000');
  desk.accept();
  desk.fill(`t-${id}-2`, at);
  desk.fill(`t-${id}-3`, at);
}

const future = { product: { ...BTC_PERP, maxLeverage: '10' } };
const short: Partial<Signal> = {
  side: 'short',
  stop: { price: '52000' },
  targets: [{ price: '48000' }],
};
const zone: Partial<Signal> = { entry: { type: 'zone', prices: ['50000', '49000'] } };
const three: Partial<Signal> = {
  targets: [{ price: '52000' }, { price: '54000' }, { price: '56000' }],
};

const cases: Case[] = [
  {
    setting: 'follow',
    change: { follow: 'confirm' },
    story: (s) => {
      const desk = openDesk();
      give(desk, s);
      return [...desk.asked(), ...desk.told('signal_waiting').map(({ kind }) => kind)];
    },
    before: ['place t-1-1 buy limit 0.02 at 50000'],
    after: ['signal_waiting'],
  },
  {
    setting: 'secondReader',
    change: { secondReader: 'known' },
    story: (s) => {
      const desk = openDesk();
      const written = {
        standing: 'known',
        body: { text: '' },
        secondReader: { doubt: 'it' },
      } as const;
      desk.give({ ...signalEvent({}), settings: settingsSchema.parse(s), written });
      return [...desk.asked(), ...desk.told('format_asked').map(({ kind }) => kind)];
    },
    before: ['format_asked'],
    after: ['place t-1-1 buy limit 0.002 at 50000'],
  },
  {
    setting: 'pictures',
    change: { pictures: 'known' },
    story: (s) => {
      const stories = [true, false].map((same) => {
        const desk = openDesk();
        const picture = { same, differences: [], unread: [] };
        const written = { standing: 'known', body: { text: '' }, picture } as const;
        desk.give({ ...signalEvent({}), settings: settingsSchema.parse(s), written });
        return [...desk.asked(), ...desk.told('format_asked').map(({ kind }) => kind)];
      });
      return stories.flat();
    },
    before: ['format_asked', 'format_asked'],
    after: ['place t-1-1 buy limit 0.002 at 50000', 'format_asked'],
  },
  {
    setting: 'saferUpdates',
    change: { saferUpdates: 'ask' },
    story: (s) => {
      const desk = opened({});
      const event = updateEvent({ action: 'close', symbol: 'BTC' });
      desk.give({ ...event, settings: settingsSchema.parse({ follow: 'known', ...s }) });
      return [...desk.asked(), ...desk.told('format_asked').map(({ kind }) => kind)];
    },
    before: ['cancel t-1-2', 'cancel t-1-3'],
    after: ['format_asked'],
  },
  {
    setting: 'otherUpdates',
    change: { otherUpdates: 'act' },
    story: (s) => {
      const desk = opened({});
      const event = updateEvent({ action: 'move_stop', symbol: 'BTC', price: '47000' });
      desk.give({ ...event, settings: settingsSchema.parse({ follow: 'known', ...s }) });
      return [...desk.told('format_asked'), ...desk.told('update_denied')].map(({ kind }) => kind);
    },
    before: ['format_asked'],
    after: ['update_denied'],
  },
  {
    setting: 'sizeBy',
    change: { sizeBy: 'equity' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy limit 0.02 at 50000'],
    after: ['place t-1-1 buy limit 0.01 at 50000'],
  },
  {
    setting: 'quoteSize',
    change: { quoteSize: '500' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy limit 0.02 at 50000'],
    after: ['place t-1-1 buy limit 0.01 at 50000'],
  },
  {
    setting: 'equityPercent',
    given: { sizeBy: 'equity' },
    change: { equityPercent: '10' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy limit 0.01 at 50000'],
    after: ['place t-1-1 buy limit 0.02 at 50000'],
  },
  {
    // 1 % of 10,000 is 100. The stop 4 % away loses 4 % + 0.6 % + 0.576 % of what is bought.
    setting: 'riskPercent',
    given: { sizeBy: 'risk' },
    change: { riskPercent: '2' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy limit 0.03863987 at 50000'],
    after: ['place t-1-1 buy limit 0.07727975 at 50000'],
  },
  {
    setting: 'signalSizeCapPercent',
    given: { sizeBy: 'signal' },
    change: { signalSizeCapPercent: '10' },
    story: (s) => asked(s, { signal: { size: { allocation: '8' } } }),
    before: ['place t-1-1 buy limit 0.01 at 50000'],
    after: ['place t-1-1 buy limit 0.016 at 50000'],
  },
  {
    setting: 'largestPosition',
    given: { sizeBy: 'risk' },
    change: { largestPosition: '600' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy limit 0.03863987 at 50000'],
    after: ['place t-1-1 buy limit 0.012 at 50000'],
  },
  {
    setting: 'largestPositionPercent',
    change: { largestPositionPercent: '5' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy limit 0.02 at 50000'],
    after: ['place t-1-1 buy limit 0.01 at 50000'],
  },
  {
    setting: 'recordWeightPercent',
    change: { recordWeightPercent: '10' },
    story: (s) => {
      const desk = openDesk();
      desk.give({ ...signalEvent({ settings: s }), record: { live: { trades: 80, r: '0.9' } } });
      return desk.asked();
    },
    before: ['place t-1-1 buy limit 0.02 at 50000'],
    after: ['place t-1-1 buy limit 0.022 at 50000'],
  },
  {
    setting: 'largestRiskPercent',
    change: { largestRiskPercent: '0.5' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy limit 0.02 at 50000'],
    // 4 % to the stop and fees of 1.176 % of it: 965.99 USD lose 50 USD, half a percent of 10,000.
    after: ['place t-1-1 buy limit 0.01931993 at 50000'],
  },
  {
    setting: 'widestStopPercent',
    change: { widestStopPercent: '3.9' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy limit 0.02 at 50000'],
    after: [],
  },
  {
    setting: 'leverageFrom',
    change: { leverageFrom: 'signal' },
    story: (s) => asked(s, { signal: { leverage: 2 }, market: future }),
    before: ['place t-1-1 buy limit 2 at 50000'],
    after: ['place t-1-1 buy limit 4 at 50000'],
  },
  {
    setting: 'leverage',
    change: { leverage: '3' },
    story: (s) => asked(s, { market: future }),
    before: ['place t-1-1 buy limit 2 at 50000'],
    after: ['place t-1-1 buy limit 6 at 50000'],
  },
  {
    setting: 'leverageCap',
    given: { leverageFrom: 'signal' },
    change: { leverageCap: '5' },
    story: (s) => asked(s, { signal: { leverage: 20 }, market: future }),
    before: ['place t-1-1 buy limit 6 at 50000'],
    after: ['place t-1-1 buy limit 10 at 50000'],
  },
  {
    setting: 'entryStyle',
    change: { entryStyle: 'market' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy limit 0.02 at 50000'],
    after: ['place t-1-1 buy market for 1000'],
  },
  {
    setting: 'zoneOrders',
    change: { zoneOrders: 2 },
    story: (s) => asked(s, { signal: zone }),
    before: [
      'place t-1-1 buy limit 0.00666666 at 50000',
      'place t-1-2 buy limit 0.006734 at 49500',
      'place t-1-3 buy limit 0.00680272 at 49000',
    ],
    after: ['place t-1-1 buy limit 0.01 at 50000', 'place t-1-2 buy limit 0.01020408 at 49000'],
  },
  {
    setting: 'entryWeights',
    given: { zoneOrders: 2 },
    change: { entryWeights: 'back' },
    story: (s) => asked(s, { signal: zone }),
    before: ['place t-1-1 buy limit 0.01 at 50000', 'place t-1-2 buy limit 0.01020408 at 49000'],
    after: [
      'place t-1-1 buy limit 0.00666666 at 50000',
      'place t-1-2 buy limit 0.01360544 at 49000',
    ],
  },
  {
    setting: 'customEntryWeights',
    given: { zoneOrders: 2, entryWeights: 'custom', customEntryWeights: ['50', '50'] },
    change: { customEntryWeights: ['80', '20'] },
    story: (s) => asked(s, { signal: zone }),
    before: ['place t-1-1 buy limit 0.01 at 50000', 'place t-1-2 buy limit 0.01020408 at 49000'],
    after: ['place t-1-1 buy limit 0.016 at 50000', 'place t-1-2 buy limit 0.00408163 at 49000'],
  },
  {
    setting: 'firstEntryAtMarket',
    given: { zoneOrders: 2 },
    change: { firstEntryAtMarket: true },
    story: (s) => asked(s, { signal: zone }),
    before: ['place t-1-1 buy limit 0.01 at 50000', 'place t-1-2 buy limit 0.01020408 at 49000'],
    after: ['place t-1-1 buy market for 500', 'place t-1-2 buy limit 0.01020408 at 49000'],
  },
  {
    setting: 'entryGracePercent',
    change: { entryGracePercent: '0.5' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy limit 0.02 at 50000'],
    after: ['place t-1-1 buy limit 0.01990049 at 50250'],
  },
  {
    setting: 'runAwayPercent',
    change: { runAwayPercent: '0.5' },
    story: (s) => answer(s),
    before: 'taken',
    after: 'ran_away',
  },
  {
    setting: 'slippagePercent',
    given: { entryStyle: 'market' },
    change: { slippagePercent: '1' },
    story: (s) => asked(s),
    before: ['place t-1-1 buy market for 1000'],
    after: ['place t-1-1 buy limit 0.01960592 at 51005 at once'],
  },
  {
    setting: 'postOnly',
    change: { postOnly: true },
    story: (s) => asked(s, { signal: { entry: { type: 'limit', prices: ['51000'] } } }),
    before: ['place t-1-1 buy limit 0.01960784 at 51000'],
    after: ['place t-1-1 buy limit 0.01980198 at 50499.99 post-only'],
  },
  {
    setting: 'trailingEntryPercent',
    change: { trailingEntryPercent: '1' },
    story: (s) => {
      const desk = openDesk();
      give(desk, s);
      const first = desk.asked();
      desk.price('50000');
      desk.price('49500');
      desk.price('49994');
      const second = desk.asked();
      desk.price('49995');
      return [first, second, desk.asked()];
    },
    before: [
      ['place t-1-1 buy limit 0.02 at 50000'],
      ['place t-1-1 buy limit 0.02 at 50000'],
      ['place t-1-1 buy limit 0.02 at 50000'],
    ],
    after: [[], [], ['place t-1-1 buy market for 1000']],
  },
  {
    setting: 'breakoutOnClose',
    change: { breakoutOnClose: 'touch' },
    story: (s) => {
      const desk = openDesk();
      const entry: Signal['entry'] = {
        type: 'breakout',
        prices: ['51000'],
        trigger: { direction: 'above', on: 'close', timeframe: '4h' },
      };
      const taken = answer(s, { signal: { entry } }, desk);
      if (taken !== 'taken') return taken;
      desk.price('51000');
      return desk.asked();
    },
    before: 'entry',
    after: ['place t-1-1 buy market for 1000'],
  },
  {
    setting: 'entryExpiryMinutes',
    change: { entryExpiryMinutes: 30 },
    story: (s) => {
      const desk = openDesk();
      give(desk, s);
      desk.accept();
      desk.later(30 * 60_000);
      return desk.asked();
    },
    before: [],
    after: ['cancel t-1-1'],
  },
  {
    setting: 'entriesAfterTarget',
    given: { targetWeights: 'even' },
    change: { entriesAfterTarget: 'keep' },
    story: (s) => {
      const desk = openDesk();
      give(desk, s, { signal: { entry: { type: 'limit', prices: ['50000', '49000'] } } });
      desk.accept();
      desk.fill('t-1-1', '50000');
      desk.accept();
      desk.fill('t-1-3', '52000');
      return desk.asked();
    },
    before: ['cancel t-1-2'],
    after: [],
  },
  {
    setting: 'cancelBeforeEntry',
    change: { cancelBeforeEntry: 'nothing' },
    story: (s) => {
      const desk = openDesk();
      give(desk, s);
      desk.accept();
      desk.price('52000');
      return desk.asked();
    },
    before: ['cancel t-1-1'],
    after: [],
  },
  {
    setting: 'targetCount',
    change: { targetCount: 1 },
    story: (s) => opened(s).resting(),
    before: [
      'bracket 1: bracket 0.01 to 52000 or 48000',
      'bracket 2: bracket 0.01 to 54000 or 48000',
    ],
    after: ['bracket 1: bracket 0.02 to 52000 or 48000'],
  },
  {
    setting: 'targetWeights',
    change: { targetWeights: 'descending' },
    story: (s) => opened(s, { signal: three }).resting(),
    before: [
      'bracket 1: bracket 0.00666666 to 52000 or 48000',
      'bracket 2: bracket 0.00666666 to 54000 or 48000',
      'bracket 3: bracket 0.00666668 to 56000 or 48000',
    ],
    after: [
      'bracket 1: bracket 0.01 to 52000 or 48000',
      'bracket 2: bracket 0.00666666 to 54000 or 48000',
      'bracket 3: bracket 0.00333334 to 56000 or 48000',
    ],
  },
  {
    setting: 'customTargetWeights',
    given: { targetWeights: 'custom', customTargetWeights: ['50', '50'] },
    change: { customTargetWeights: ['75', '25'] },
    story: (s) => opened(s).resting(),
    before: [
      'bracket 1: bracket 0.01 to 52000 or 48000',
      'bracket 2: bracket 0.01 to 54000 or 48000',
    ],
    after: [
      'bracket 1: bracket 0.015 to 52000 or 48000',
      'bracket 2: bracket 0.005 to 54000 or 48000',
    ],
  },
  {
    setting: 'trailingTargets',
    change: { trailingTargets: 'last' },
    story: (s) => {
      const desk = opened(s);
      desk.fill('t-1-2', '52000');
      desk.price('54000');
      desk.price('55000');
      desk.price('54450');
      return [desk.resting(), desk.asked()];
    },
    before: [['bracket 2: bracket 0.01 to 54000 or 48000'], []],
    after: [['stop 0: stop 0.01 at 48000, limit 47520'], ['cancel t-1-3']],
  },
  {
    setting: 'trailingTargetPercent',
    given: { trailingTargets: 'last' },
    change: { trailingTargetPercent: '2' },
    story: (s) => {
      const desk = opened(s);
      desk.fill('t-1-2', '52000');
      desk.price('54000');
      desk.price('55000');
      desk.price('54450');
      return desk.asked();
    },
    before: ['cancel t-1-3'],
    after: [],
  },
  {
    setting: 'missingStop',
    change: { missingStop: 'default' },
    story: (s) => answer(s, { signal: { stop: null } }),
    before: 'missing_stop',
    after: 'taken',
  },
  {
    setting: 'defaultStopPercent',
    given: { missingStop: 'default' },
    change: { defaultStopPercent: '3' },
    story: (s) => opened(s, { signal: { stop: null } }).position().stop,
    before: '47500',
    after: '48500',
  },
  {
    // The entries 50,000 and 48,000 average 48,979.59 (equal money buys more of the cheaper).
    setting: 'stopFrom',
    given: { missingStop: 'default' },
    change: { stopFrom: 'first' },
    story: (s) => {
      const desk = openDesk();
      give(desk, s, {
        signal: { stop: null, entry: { type: 'limit', prices: ['50000', '48000'] } },
      });
      return desk.position().stop;
    },
    before: '46530.62',
    after: '47500',
  },
  {
    setting: 'stopTimeoutSeconds',
    change: { stopTimeoutSeconds: 60 },
    story: (s) => {
      const desk = opened(s, { market: { capabilities: { bracket: false, stopLimit: false } } });
      desk.price('47900');
      const first = desk.asked();
      desk.later(60_000);
      return [first, desk.asked()];
    },
    before: [['place t-1-x1 sell market 0.02'], ['place t-1-x1 sell market 0.02']],
    after: [[], ['place t-1-x1 sell market 0.02']],
  },
  {
    setting: 'stopTimeoutGuardPercent',
    given: { stopTimeoutSeconds: 60 },
    change: { stopTimeoutGuardPercent: '5' },
    story: (s) => opened(s).resting(),
    before: [
      'bracket 1: bracket 0.01 to 52000 or 46560',
      'bracket 2: bracket 0.01 to 54000 or 46560',
    ],
    after: [
      'bracket 1: bracket 0.01 to 52000 or 45600',
      'bracket 2: bracket 0.01 to 54000 or 45600',
    ],
  },
  {
    setting: 'breakevenAfterTarget',
    change: { breakevenAfterTarget: 1 },
    story: (s) => {
      const desk = opened(s);
      desk.fill('t-1-2', '52000');
      return desk.position().stop;
    },
    before: '48000',
    after: '50603.63',
  },
  {
    setting: 'breakevenAfterPercent',
    change: { breakevenAfterPercent: '2' },
    story: (s) => {
      const desk = opened(s);
      desk.price('51000');
      return desk.position().stop;
    },
    before: '48000',
    after: '50603.63',
  },
  {
    setting: 'stopFollowsTargets',
    change: { stopFollowsTargets: 'one_behind' },
    story: (s) => {
      const desk = opened(s, { signal: three });
      desk.fill('t-1-2', '52000');
      const first = desk.position().stop;
      desk.accept();
      desk.fill('t-1-3', '54000');
      return [first, desk.position().stop];
    },
    before: ['48000', '48000'],
    after: ['50603.63', '52000'],
  },
  {
    setting: 'trailingStopPercent',
    change: { trailingStopPercent: '3' },
    story: (s) => {
      const desk = opened(s);
      const first = desk.position().stop;
      desk.price('51500');
      return [first, desk.position().stop];
    },
    before: ['48000', '48000'],
    after: ['48500', '49955'],
  },
  {
    setting: 'trailingStopAfterTarget',
    given: { trailingStopPercent: '3' },
    change: { trailingStopAfterTarget: 1 },
    story: (s) => {
      const desk = opened(s);
      const first = desk.position().stop;
      desk.fill('t-1-2', '52000');
      return [first, desk.position().stop];
    },
    before: ['48500', '48500'],
    after: ['48000', '50440'],
  },
  {
    setting: 'trailingStopAfterPercent',
    given: { trailingStopPercent: '3' },
    change: { trailingStopAfterPercent: '2' },
    story: (s) => {
      const desk = opened(s);
      desk.price('50999');
      const first = desk.position().stop;
      desk.price('51000');
      return [first, desk.position().stop];
    },
    before: ['49469.03', '49469.03'],
    after: ['48000', '49470'],
  },
  {
    setting: 'unprotected',
    change: { unprotected: 'hold' },
    story: (s) => leavingBecause(refused(s, 30).position()),
    before: 'unprotected',
    after: null,
  },
  {
    setting: 'unprotectedSeconds',
    change: { unprotectedSeconds: 60 },
    story: (s) => leavingBecause(refused(s, 5).position()),
    before: 'unprotected',
    after: null,
  },
  {
    setting: 'timeLimitMinutes',
    change: { timeLimitMinutes: 120 },
    story: (s) => {
      const desk = opened(s);
      desk.later(120 * 60_000);
      return desk.asked();
    },
    before: [],
    after: ['cancel t-1-2', 'cancel t-1-3'],
  },
  {
    setting: 'oldestSignalSeconds',
    change: { oldestSignalSeconds: 60 },
    story: (s) => {
      const { outcome } = openDesk().give(signalEvent({ settings: s, at: NOON + 61_000 }));
      return outcome?.outcome;
    },
    before: 'taken',
    after: 'denied',
  },
  {
    setting: 'mostOpen',
    change: { mostOpen: 1 },
    story: (s) => answer(s, { messageId: 'm2' }, opened(s)),
    before: 'taken',
    after: 'most_open',
  },
  {
    setting: 'mostOpenPerSymbol',
    change: { mostOpenPerSymbol: 1 },
    story: (s) => answer(s, { messageId: 'm2' }, opened(s)),
    before: 'taken',
    after: 'most_open_symbol',
  },
  {
    setting: 'mostOpenPerProvider',
    change: { mostOpenPerProvider: 1 },
    story: (s) => answer(s, { messageId: 'm2' }, opened(s)),
    before: 'taken',
    after: 'most_open_provider',
  },
  {
    setting: 'mostExposure',
    change: { mostExposure: '1999' },
    story: (s) => answer(s, { messageId: 'm2' }, opened(s)),
    before: 'taken',
    after: 'most_exposure',
  },
  {
    setting: 'mostExposurePerSymbol',
    change: { mostExposurePerSymbol: '1999' },
    story: (s) => answer(s, { messageId: 'm2' }, opened(s)),
    before: 'taken',
    after: 'most_exposure_symbol',
  },
  {
    setting: 'dailyLossPercent',
    change: { dailyLossPercent: '5' },
    story: (s) => {
      const desk = openDesk();
      desk.give({ type: 'account', at: NOON, account: 'paper', equity: '10000' });
      desk.give({ type: 'account', at: NOON, account: 'paper', equity: '9500' });
      return answer(s, {}, desk);
    },
    before: 'taken',
    after: 'daily_loss',
  },
  {
    setting: 'dailyLossAction',
    given: { dailyLossPercent: '5' },
    change: { dailyLossAction: 'flatten' },
    story: (s) => {
      const desk = opened(s);
      const settings = settingsSchema.parse(s);
      desk.give({ type: 'account', at: NOON, account: 'paper', equity: '10000', settings });
      desk.give({ type: 'account', at: NOON, account: 'paper', equity: '9500', settings });
      return [desk.state().halt?.kind, desk.asked()];
    },
    before: ['protection', []],
    after: ['protection', ['cancel t-1-2', 'cancel t-1-3']],
  },
  {
    setting: 'drawdownPercent',
    change: { drawdownPercent: '10' },
    story: (s) => {
      const desk = openDesk();
      const day = 24 * 3_600_000;
      desk.give({ type: 'account', at: NOON, account: 'paper', equity: '10000' });
      desk.give({ type: 'account', at: NOON + day, account: 'paper', equity: '9000' });
      return answer(s, {}, desk);
    },
    before: 'taken',
    after: 'drawdown',
  },
  {
    setting: 'stopStreak',
    change: { stopStreak: 2 },
    story: (s) => {
      const desk = openDesk();
      ended(desk, s, 1, '48000');
      ended(desk, s, 2, '48000');
      return answer(s, {}, desk);
    },
    before: 'taken',
    after: 'stop_streak',
  },
  {
    setting: 'stopStreakPauseMinutes',
    given: { stopStreak: 1 },
    change: { stopStreakPauseMinutes: 60 },
    story: (s) => {
      const desk = openDesk();
      ended(desk, s, 1, '48000');
      desk.later(61 * 60_000);
      return answer(s, {}, desk);
    },
    before: 'stop_streak',
    after: 'taken',
  },
  {
    setting: 'symbolCooldownMinutes',
    change: { symbolCooldownMinutes: 60 },
    story: (s) => {
      const desk = openDesk();
      ended(desk, s, 1, '52000');
      return answer(s, {}, desk);
    },
    before: 'taken',
    after: 'symbol_cooldown',
  },
  {
    setting: 'providerLockAfter',
    change: { providerLockAfter: 2 },
    story: (s) => {
      const desk = openDesk();
      ended(desk, s, 1, '48000');
      ended(desk, s, 2, '50200');
      return answer(s, {}, desk);
    },
    before: 'taken',
    after: 'provider_lock',
  },
  {
    setting: 'providerLockMinutes',
    given: { providerLockAfter: 1 },
    change: { providerLockMinutes: 60 },
    story: (s) => {
      const desk = openDesk();
      ended(desk, s, 1, '48000');
      desk.later(61 * 60_000);
      return answer(s, {}, desk);
    },
    before: 'provider_lock',
    after: 'taken',
  },
  {
    // Half at 2,000 and half at 4,000 over a risk of 2,000: 1.5.
    setting: 'leastRewardToRisk',
    change: { leastRewardToRisk: '1.6' },
    story: (s) => answer(s),
    before: 'taken',
    after: 'reward_to_risk',
  },
  {
    setting: 'allowedSymbols',
    change: { allowedSymbols: ['ETH'] },
    story: (s) => answer(s),
    before: 'taken',
    after: 'allowed_symbols',
  },
  {
    setting: 'blockedSymbols',
    change: { blockedSymbols: ['BTC'] },
    story: (s) => answer(s),
    before: 'taken',
    after: 'blocked_symbol',
  },
  {
    setting: 'leastVolume24h',
    change: { leastVolume24h: '1000000' },
    story: (s) => answer(s, { market: { product: { ...BTC, volume24h: '999999' } } }),
    before: 'taken',
    after: 'volume',
  },
  {
    setting: 'sameSignalMinutes',
    change: { sameSignalMinutes: 60 },
    story: (s) => answer(s, { messageId: 'm2' }, opened(s)),
    before: 'taken',
    after: 'same_signal',
  },
  {
    setting: 'oppositeSignal',
    given: { oppositeSignal: 'ignore' },
    change: { oppositeSignal: 'reverse' },
    story: (s) => {
      const desk = opened(s, { market: future });
      const said = answer(s, { messageId: 'm2', market: future, signal: short }, desk);
      return [said, desk.asked()];
    },
    before: ['opposite_signal', []],
    after: ['taken', ['cancel t-1-2', 'cancel t-1-3', 'place t-2-1 sell limit 2 at 50000']],
  },
  {
    setting: 'agreement',
    change: { agreement: 2 },
    story: (s) => answer(s),
    before: 'taken',
    after: 'agreement',
  },
  {
    setting: 'agreementLevels',
    given: { agreement: 2 },
    change: { agreementLevels: 'first' },
    story: (s) => {
      const desk = openDesk();
      give(desk, s, { messageId: 'theirs', providerId: 'another' });
      answer(s, { signal: { stop: { price: '47500' } } }, desk);
      return desk.position().stop;
    },
    before: '47500',
    after: '48000',
  },
  {
    setting: 'veto',
    change: { veto: 'deny' },
    story: (s) => answer(s, {}, saidByAnother(short)),
    before: 'taken',
    after: 'veto',
  },
  {
    setting: 'consultMinutes',
    given: { agreement: 2 },
    change: { consultMinutes: 5 },
    story: (s) => {
      const desk = saidByAnother({});
      desk.later(10 * 60_000);
      return answer(s, {}, desk);
    },
    before: 'taken',
    after: 'agreement',
  },
  {
    setting: 'consultGroup',
    given: { agreement: 2 },
    change: { consultGroup: 1 },
    story: (s) => answer(s, {}, saidByAnother({})),
    before: 'taken',
    after: 'agreement',
  },
  {
    setting: 'shorts',
    change: { shorts: false },
    story: (s) => answer(s, { market: future, signal: short }),
    before: 'taken',
    after: 'shorts',
  },
  {
    setting: 'followUpdates',
    change: { followUpdates: 'none' },
    story: (s) => {
      const desk = opened(s);
      const event = updateEvent({ action: 'close', symbol: 'BTC' });
      desk.give({ ...event, settings: settingsSchema.parse(s) });
      return desk.asked();
    },
    before: ['cancel t-1-2', 'cancel t-1-3'],
    after: [],
  },
  {
    setting: 'closePartPercent',
    change: { closePartPercent: '25' },
    story: (s) => {
      const desk = opened(s);
      desk.give(updateEvent({ action: 'close_part', symbol: 'BTC' }));
      desk.accept();
      return desk.resting().at(-1);
    },
    before: 'exit 0: market 0.01',
    after: 'exit 0: market 0.005',
  },
  {
    setting: 'onEdit',
    change: { onEdit: 'ignore' },
    story: (s) => {
      const desk = opened(s);
      const signal = { stop: { price: '49000' } };
      desk.give(signalEvent({ settings: s, source: { revision: 1 }, signal }));
      return desk.position().stop;
    },
    before: '49000',
    after: '48000',
  },
  {
    setting: 'onDelete',
    change: { onDelete: 'ignore' },
    story: (s) => {
      const desk = openDesk();
      give(desk, s);
      desk.accept();
      desk.give({ type: 'message_deleted', at: NOON, messageId: 'm1' });
      return desk.asked();
    },
    before: ['cancel t-1-1'],
    after: [],
  },
];

describe('each setting alone changes what happens', () => {
  test.each(cases)('$setting', ({ given = {}, change, story, before, after }) => {
    expect(story(given)).toEqual(before);
    expect(story({ ...given, ...change })).toEqual(after);
    expect(before).not.toEqual(after);
  });

  test('no setting is without its test', () => {
    const tested = cases.map(({ setting }) => setting).sort();
    expect(tested).toEqual(Object.keys(settingsSchema.parse({})).sort());
  });
});

describe('risk', () => {
  test('the stop of a position sized by risk loses just what was set, fees included', () => {
    const desk = openDesk();
    give(desk, { sizeBy: 'risk', riskPercent: '1' });
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    desk.fill('t-1-2', '48000');
    desk.fill('t-1-3', '48000');
    const [closed] = desk.told('position_closed');
    expect(
      dec(closed?.kind === 'position_closed' ? closed.net : '0')
        .toDecimalPlaces(2)
        .toFixed(),
    ).toBe('-100');
  });
});
