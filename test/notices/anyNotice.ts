import fc from 'fast-check';
import type { GeneralNotice } from '../../src/notices/cards/renderNotice.ts';
import type { Source } from '../../src/trading/strategy/model/event.ts';
import type { Notice, PositionNotice } from '../../src/trading/strategy/model/notice.ts';
import type { Plan } from '../../src/trading/strategy/model/state.ts';
import type { OrderTerms } from '../../src/trading/venue/venue.ts';

/** What a stranger may write: long, hostile, odd in every way. */
export const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        '@everyone',
        '@here',
        '<@123456789012345678>',
        '<@&123456789012345678>',
        '<#123456789012345678>',
        '[click](https://evil.example)',
        'https://evil.example/x',
        '**',
        '```',
        '||',
        '\\',
        '# ',
        '> ',
        '\n',
        '\n\n\n\n',
        '\u202e',
        '😀',
        '<t:0:R>',
        'BTC ',
        '_',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
  fc.integer({ min: 1_000, max: 9_000 }).map((length) => '*'.repeat(length)),
);

export const decimal = fc.oneof(
  fc.constantFrom('0', '0.00000001', '65000', '65000.50', '123456789012345.123456789012345678'),
  fc.tuple(fc.nat(), fc.nat(99_999_999)).map(([whole, part]) => `${whole}.${part}`),
);
const signed = fc
  .tuple(fc.boolean(), decimal)
  .map(([minus, value]) => (minus ? `-${value}` : value));
export const id = fc.nat().map(String);
const snowflake = fc.bigInt({ min: 10n ** 16n, max: 10n ** 18n }).map(String);
export const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const productId = fc.constantFrom('BTC-USD', '00-USDC', 'PEPE-EUR', 'ETH-BTC', 'BIT-28NOV25-CDE');
export const account = fc.constantFrom('sandbox' as const, 'paper' as const, 'live' as const);
export const side = fc.constantFrom('long' as const, 'short' as const);
const orderSide = fc.constantFrom('buy' as const, 'sell' as const);
export const purpose = fc.constantFrom(
  'entry' as const,
  'target' as const,
  'stop' as const,
  'bracket' as const,
  'exit' as const,
);
const reason = fc.constantFrom(
  'target' as const,
  'stop' as const,
  'outside' as const,
  'expired' as const,
);
export const leg = fc.nat(12);
export const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary);

export const source: fc.Arbitrary<Source> = fc.record({
  watchId: id,
  channelId: snowflake,
  providerId: snowflake,
  providerName: hostileText,
  messageId: snowflake,
  readingIndex: fc.nat(5),
  revision: fc.constant(0),
  repliedToMessageId: maybe(snowflake),
  postedAt: time,
});

export const terms: fc.Arbitrary<OrderTerms> = fc.oneof(
  fc.record({ type: fc.constant('market' as const), quoteSize: decimal }),
  fc.record({ type: fc.constant('market' as const), size: decimal }),
  fc.record(
    {
      type: fc.constant('limit' as const),
      size: decimal,
      price: decimal,
      timeInForce: fc.constantFrom('gtc' as const, 'gtd' as const),
      expiresAt: time,
    },
    { requiredKeys: ['type', 'size', 'price', 'timeInForce'] },
  ),
  fc.record({
    type: fc.constant('stop_limit' as const),
    size: decimal,
    price: decimal,
    stopPrice: decimal,
    direction: fc.constantFrom('up' as const, 'down' as const),
  }),
  fc.record({
    type: fc.constant('bracket' as const),
    size: decimal,
    target: decimal,
    stop: decimal,
  }),
);

export const plan: fc.Arbitrary<Plan> = fc.record({
  entries: fc.array(fc.record({ leg, terms, when: fc.constant(null) }), { maxLength: 30 }),
  stop: decimal,
  targets: fc.array(fc.record({ leg, price: decimal, weight: decimal, trailing: fc.boolean() }), {
    maxLength: 30,
  }),
  leverage: maybe(decimal),
  cost: decimal,
  risk: decimal,
  expectedEntry: decimal,
  remarks: fc.array(hostileText, { maxLength: 20 }),
});

const lines = fc.array(hostileText, { maxLength: 40 });
const of = <K extends Notice['kind']>(kind: K) => ({ kind: fc.constant(kind) });
const about = { account, positionId: id, productId };

/** Any step of a position's story, with a hostile text wherever text can come from outside. */
export const anyPositionNotice: fc.Arbitrary<PositionNotice> = fc.oneof(
  fc.record({ ...of('signal_taken'), ...about, side, source, plan }),
  fc.record({ ...of('update_applied'), positionId: id, productId, source, what: hostileText }),
  fc.record({ ...of('order_placed'), ...about, side: orderSide, purpose, leg, terms }),
  fc.record({
    ...of('order_rejected'),
    ...about,
    purpose,
    message: hostileText,
    next: hostileText,
  }),
  fc.record({
    ...of('beyond_guard'),
    ...about,
    side: orderSide,
    purpose,
    left: decimal,
    worst: decimal,
    next: hostileText,
  }),
  fc.record({ ...of('order_unknown'), ...about, purpose, message: hostileText }),
  fc.record({
    ...of('fill'),
    ...about,
    side: orderSide,
    purpose,
    leg,
    size: decimal,
    price: decimal,
    fees: decimal,
    open: decimal,
  }),
  fc.record({
    ...of('position_opened'),
    ...about,
    side,
    size: decimal,
    averageEntry: decimal,
    stop: decimal,
    targets: fc.array(decimal, { maxLength: 40 }),
  }),
  fc.record({ ...of('stop_moved'), ...about, from: decimal, to: decimal, why: hostileText }),
  fc.record({
    ...of('position_closed'),
    ...about,
    side,
    reason,
    size: decimal,
    averageEntry: decimal,
    averageExit: decimal,
    gross: signed,
    fees: decimal,
    net: signed,
    r: maybe(signed),
    openedAt: time,
    closedAt: time,
  }),
  fc.record({ ...of('position_cancelled'), ...about, reason, why: hostileText }),
  fc.record({ ...of('protection_changed'), ...about, how: hostileText }),
  fc.record({ ...of('by_hand'), ...about, what: hostileText, next: hostileText }),
  fc.record({ ...of('target_reached'), ...about, target: leg, price: decimal }),
);

const anySignal = fc.record({
  kind: fc.constant('signal' as const),
  symbol: hostileText,
  quote: maybe(hostileText),
  side,
  market: fc.constant(null),
  entry: fc.record({
    type: fc.constantFrom('market' as const, 'limit' as const, 'zone' as const),
    prices: fc.array(decimal, { maxLength: 30 }),
  }),
  stop: maybe(fc.record({ price: decimal })),
  targets: fc.array(fc.record({ price: decimal }), { maxLength: 40 }),
  leverage: maybe(fc.nat(200)),
  provenance: fc.constant({}),
});

/** Any other notice. */
export const anyGeneralNotice: fc.Arbitrary<GeneralNotice> = fc.oneof(
  fc.record({
    ...of('signal_denied'),
    symbol: hostileText,
    side,
    source,
    rule: fc.constant('too_old' as const),
    why: hostileText,
  }),
  fc.record({
    ...of('formats_offered'),
    watchId: fc.constant('1'),
    name: hostileText,
    channelId: fc.constant('100000000000000001'),
  }),
  fc.record({
    ...of('format_asked'),
    source,
    expiresAt: maybe(time),
    would: maybe(hostileText),
    standing: fc.constantFrom('new' as const, 'changed' as const),
    body: fc.record({ text: hostileText }),
    picture: fc.record({
      same: fc.boolean(),
      differences: fc.array(hostileText, { maxLength: 20 }),
      unread: fc.array(hostileText, { maxLength: 5 }),
    }),
    reading: fc.record({
      kind: fc.constant('unclear' as const),
      why: hostileText,
      provenance: fc.constant({
        stop: [{ part: { in: 'text' as const }, start: 2, end: 9 }],
      }),
    }),
  }),
  fc.record({
    ...of('agreement'),
    source,
    signal: anySignal,
    needed: fc.integer({ min: 2, max: 10 }),
    agreeing: fc.array(hostileText, { minLength: 1, maxLength: 10 }),
    levels: fc.constantFrom('newest' as const, 'first' as const, 'careful' as const),
    until: time,
    end: maybe(
      fc.oneof(
        fc.record({
          as: fc.constant('entered' as const),
          positionId: id,
          levels: maybe(hostileText),
        }),
        fc.record({ as: fc.constant('refused' as const), why: hostileText }),
        fc.record({
          as: fc.constantFrom(
            'expired' as const,
            'withdrawn' as const,
            'edited' as const,
            'replaced' as const,
          ),
        }),
      ),
    ),
  }),
  fc.record({
    ...of('signal_waiting'),
    source,
    expiresAt: time,
    signal: anySignal,
  }),
  fc.record({ ...of('picture_only'), source, why: fc.array(hostileText, { maxLength: 6 }) }),
  fc.record({ ...of('signal_unclear'), source, why: hostileText, text: hostileText }),
  fc.record({
    ...of('update_denied'),
    source,
    what: hostileText,
    rule: fc.constant('stop_widened' as const),
    why: hostileText,
  }),
  fc.record({
    ...of('question'),
    source,
    what: hostileText,
    positionIds: fc.array(id, { maxLength: 500 }),
  }),
  fc.record({
    ...of('halted'),
    halt: fc.record({
      kind: fc.constantFrom('pause' as const, 'panic' as const, 'protection' as const),
      since: time,
      by: hostileText,
      reason: hostileText,
      until: maybe(time),
      positionIds: fc.array(id, { maxLength: 5 }),
    }),
  }),
  fc.record({ ...of('resumed'), by: hostileText }),
  fc.record({ ...of('panic_report'), by: snowflake, lines, done: fc.boolean() }),
  fc.record({
    ...of('daily_summary'),
    account,
    day: hostileText,
    signals: fc.record({ read: fc.nat(), taken: fc.nat(), denied: fc.nat(), unclear: fc.nat() }),
    denials: fc.array(fc.record({ rule: hostileText, count: fc.nat() }), { maxLength: 40 }),
    closed: fc.array(
      fc.record({
        positionId: id,
        productId,
        quote: fc.constantFrom('USD', 'BTC', 'Q'.repeat(30)),
        side,
        net: signed,
        fees: decimal,
        r: maybe(signed),
      }),
      { maxLength: 60 },
    ),
    open: fc.array(fc.record({ positionId: id, productId, side }), { maxLength: 60 }),
    equity: maybe(fc.record({ start: decimal, end: decimal })),
    errors: fc.nat(3),
  }),
  fc.record({ ...of('started'), mode: hostileText, lines }),
  fc.record({
    ...of('error'),
    what: hostileText.map((text) => `Failed: ${text}`),
    lost: hostileText,
    todo: hostileText,
  }),
  fc.record({
    ...of('error'),
    over: fc.constant(true as const),
    what: hostileText.map((text) => `Again: ${text}`),
    lost: hostileText,
    todo: fc.constant(''),
  }),
);
