import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { cancelOrder } from '../../../src/trading/execution/cancelling.ts';
import type { Execution } from '../../../src/trading/execution/execution.ts';
import { lookUntilSettled, lookUp } from '../../../src/trading/execution/lookUp.ts';
import { placeOrder, resolvePlacing } from '../../../src/trading/execution/placing.ts';
import { replaceOrder } from '../../../src/trading/execution/replacing.ts';
import type { Intent } from '../../../src/trading/store/core/intents.ts';
import type { Order, Position } from '../../../src/trading/strategy/model/state.ts';
import type {
  CancelResult,
  OrderRequest,
  OrderTerms,
  PlaceResult,
  Product,
  Venue,
  VenueOrder,
} from '../../../src/trading/venue/venue.ts';
import { VenueError } from '../../../src/trading/venue/venue.ts';
import { held } from '../reconcile/core.ts';
import { BTC, NOON } from '../strategy/given.ts';

/*
 * What becomes of one thing that is asked of a venue, step by step: what was asked, what the venue
 * says, what is known by then, and how late it is.
 */

const yes: PlaceResult = { outcome: 'accepted', venueOrderId: 'v-new' };
const no: PlaceResult = { outcome: 'rejected', reason: 'insufficient_funds', message: 'no' };
const lost = { outcome: 'unknown', message: 'no answer' } as const;

const SECOND = 1_000;
const MINUTE = 60_000;

type Known = { position?: Partial<Position>; order?: Partial<Order> };

type Given = {
  kind: Intent['kind'];
  purpose?: Order['purpose'];
  /** The order as it is known, from the first step on. */
  known?: Known | null;
  /** How old the intent is. */
  age?: number;
  place?: PlaceResult[];
  replace?: PlaceResult[];
  cancel?: CancelResult[];
  /** What the lists say of it: there, not there, or not to be had. */
  find?: ('there' | 'not there' | 'no answer')[];
  product?: Partial<Product>;
  /** What is known from the moment that this is the next thing to happen for the n-th time. */
  news?: { at: string; times?: number; known: Known | null };
};

const LIMIT: OrderTerms = { type: 'limit', size: '0.02', price: '50000', timeInForce: 'gtc' };

function carrying(given: Given) {
  const { kind, purpose = 'entry', age = 0 } = given;
  const position = held('1');
  const own = position.orders.find((one) => one.purpose === purpose);
  if (!own) throw new Error(`no ${purpose}`);
  const isPlaced = kind !== 'place';
  const order: Order = {
    ...own,
    status: isPlaced ? 'open' : 'new',
    venueOrderId: isPlaced ? 'v-1' : null,
    filledSize: '0',
    filledValue: '0',
    terms: LIMIT,
    ...(kind === 'cancel' && {
      request: { kind: 'cancelling', over: null, askedAt: NOON, asks: 1 },
    }),
    ...(kind === 'replace' && { request: { kind: 'replacing', to: LIMIT, askedAt: NOON } }),
  };
  const steps: string[] = [];
  let now = NOON;
  let known = given.known;
  const step = (line: string) => {
    if (given.news?.at === line) {
      const times = steps.filter((one) => one === line).length + 1;
      if (times === (given.news.times ?? 1)) known = given.news.known;
    }
    steps.push(line);
    if (steps.length > 60) throw new Error('it never ends');
  };
  const next = <T>(lined: T[] | undefined, usual: T): T => lined?.shift() ?? usual;
  const seen: VenueOrder = {
    venueOrderId: 'v-1',
    clientOrderId: order.id,
    productId: BTC.id,
    side: 'buy',
    status: 'open',
    filledSize: '0',
    filledValue: '0',
    fees: '0',
    exact: false,
    at: NOON,
  };
  const venue = {
    async place(request: OrderRequest) {
      step(`place ${request.clientOrderId}`);
      return next(given.place, yes);
    },
    async replace(id: string) {
      step(`replace ${id}`);
      return next(given.replace, yes);
    },
    async cancel(id: string) {
      step(`cancel ${id}`);
      return next(given.cancel, { outcome: 'accepted' });
    },
    async findOrder(id: string, productId: string, since: number) {
      step('find');
      expect([id, productId, since]).toEqual([order.id, BTC.id, NOON - age - MINUTE]);
      const answer = next(given.find, 'not there');
      if (answer === 'no answer') throw new VenueError('the exchange did not answer');
      return answer === 'there' ? seen : null;
    },
  } as unknown as Venue;
  const execution: Execution = {
    venueOf: () => venue,
    orderOf: () =>
      known === null
        ? null
        : {
            position: {
              ...position,
              ...(isPlaced ? {} : { entriesEnded: null }),
              ...known?.position,
            },
            order: { ...order, ...known?.order },
          },
    async report(_, report) {
      step(`report ${report.kind}`);
    },
    async answer(_, report) {
      step(`answer ${report === null ? 'nothing more' : report.kind}`);
    },
    settle: () => step('settle'),
    lookUntilSettled: async () => step('look'),
    async productNow() {
      step('product');
      return { ...BTC, ...given.product };
    },
    allowed: async () => step('allowed'),
    released: async () => step('released'),
    clock: {
      now: () => now,
      async wait(ms) {
        step(`wait ${ms}`);
        now += ms;
      },
    },
    log: pino({ level: 'silent' }),
  };
  const intent = {
    kind,
    account: 'paper',
    order_id: order.id,
    position_id: '1',
    created_at: new Date(NOON - age),
  } as Intent;
  const request: OrderRequest = {
    clientOrderId: order.id,
    productId: BTC.id,
    side: 'buy',
    terms: LIMIT,
  };
  return { execution, intent, request, steps };
}

const placeId = 'place t-1-1';
const ENDED: Known = { position: { entriesEnded: 'owner' } };
const AT_VENUE: Known = { order: { venueOrderId: 'v-1', status: 'open' } };

describe('an order is placed', () => {
  const cases: [string, Omit<Given, 'kind'>, string[]][] = [
    ['and taken', {}, ['released', placeId, 'answer accepted', 'settle']],
    ['and refused', { place: [no] }, ['released', placeId, 'answer rejected']],
    [
      'though its push was faster',
      { known: AT_VENUE },
      ['released', 'answer nothing more', 'settle'],
    ],
    ['that is not wanted any more', { known: ENDED }, ['released', 'answer never_arrived']],
    ['that nobody knows any more', { known: null }, ['released', 'answer never_arrived']],
    ['a minute late', { age: MINUTE + 1 }, ['released', 'answer never_arrived']],
    ['just in time', { age: MINUTE }, ['released', placeId, 'answer accepted', 'settle']],
    [
      'that protects, hours late',
      { purpose: 'bracket', age: 180 * MINUTE },
      ['released', expect.stringMatching(/^place/), 'answer accepted', 'settle'] as string[],
    ],
    [
      'without an answer, and is in the lists',
      { place: [lost], find: ['there'] },
      ['released', placeId, 'report unknown', 'released', 'find', 'answer venue', 'settle'],
    ],
    [
      'without an answer, and is not in the lists: it is sent again, once there was a list',
      { place: [lost, yes], find: ['no answer', 'no answer', 'not there'] },
      [
        'released',
        placeId,
        'report unknown',
        ...['released', 'find', 'wait 250'],
        ...['released', 'find', 'wait 500'],
        ...['released', 'find', placeId, 'answer accepted', 'settle'],
      ],
    ],
    [
      'without an answer, again and again',
      { place: [lost, lost, no] },
      [
        'released',
        placeId,
        'report unknown',
        ...['released', 'find', placeId, 'wait 250'],
        ...['released', 'find', placeId, 'answer rejected'],
      ],
    ],
    [
      'without an answer, and its push comes while it is looked for',
      { place: [lost], find: ['no answer'], news: { at: 'wait 250', known: AT_VENUE } },
      [
        'released',
        placeId,
        'report unknown',
        ...['released', 'find', 'wait 250'],
        ...['answer nothing more', 'settle'],
      ],
    ],
    [
      'without an answer, and is not wanted any more: that it never arrived is said when the lists had time to show it',
      {
        place: [lost],
        find: ['no answer', 'not there', 'not there', 'not there', 'no answer', 'not there'],
        news: { at: 'report unknown', known: ENDED },
        age: 3 * SECOND,
      },
      [
        'released',
        placeId,
        'report unknown',
        ...['released', 'find', 'wait 250'],
        ...['released', 'find', 'wait 500'],
        ...['released', 'find', 'wait 1000'],
        ...['released', 'find', 'wait 1000'],
        ...['released', 'find', 'wait 1000'],
        ...['released', 'find', 'answer never_arrived'],
      ],
    ],
    [
      'without an answer, and is too late then',
      { place: [lost], age: 59_900, find: ['no answer', 'not there'] },
      [
        'released',
        placeId,
        'report unknown',
        ...['released', 'find', 'wait 250'],
        ...['released', 'find', 'answer never_arrived'],
      ],
    ],
  ];
  test.each(cases)('%s', async (_, given, expected) => {
    const { execution, intent, request, steps } = carrying({ kind: 'place', ...given });
    await placeOrder(execution, intent, request);
    expect(steps).toEqual(expected);
  });

  test('perhaps before a restart: it is looked for first', async () => {
    const { execution, intent, request, steps } = carrying({ kind: 'place', find: ['there'] });
    await resolvePlacing(execution, intent, request);
    expect(steps).toEqual(['released', 'find', 'answer venue', 'settle']);
  });
});

describe('an order is cancelled', () => {
  const refused: CancelResult = { outcome: 'rejected', reason: 'order_state', message: 'no' };
  const GONE: Known = { order: { status: 'cancelled' } };
  const closing = (what: unknown) => {
    const { wayOut } = held('1');
    return { position: { wayOut: { ...wayOut, closing: what } as Position['wayOut'] } };
  };
  const all = closing({ what: 'all', reason: 'owner', guard: null });
  const part = closing({
    what: 'parts',
    parts: [{ purpose: 'exit', leg: 0, size: '0.01', guard: null }],
  });
  const done = ['allowed', 'cancel v-1', 'answer nothing more', 'settle'];
  const cases: [string, Omit<Given, 'kind'>, string[]][] = [
    ['and it is taken', {}, done],
    [
      'that is not at the venue',
      { known: { order: { venueOrderId: null } } },
      ['answer nothing more'],
    ],
    ['that has ended', { known: GONE }, ['answer nothing more']],
    [
      'and refused: it is asked again until it is taken, and told once',
      { cancel: [refused, refused] },
      [
        ...['allowed', 'cancel v-1', 'look', 'report cancel_rejected', 'wait 250'],
        ...['allowed', 'cancel v-1', 'look', 'wait 500'],
        ...done,
      ],
    ],
    [
      'and refused, as it has ended meanwhile',
      { cancel: [refused], news: { at: 'look', known: GONE } },
      [
        ...['allowed', 'cancel v-1', 'look', 'report cancel_rejected', 'wait 250'],
        'answer nothing more',
      ],
    ],
    [
      'without an answer, twice',
      { cancel: [lost, lost] },
      [
        ...['allowed', 'cancel v-1', 'report cancel_unknown', 'wait 250'],
        ...['allowed', 'cancel v-1', 'wait 500'],
        ...done,
      ],
    ],
    ['that opens, of a position that is closed', { known: all }, done],
    ['that protects', { purpose: 'bracket' }, done],
    [
      'that protects what is to be closed, and can be now',
      { purpose: 'bracket', known: all },
      ['product', ...done],
    ],
    [
      'that protects what is to be closed, and can not be now: it is kept',
      { purpose: 'bracket', known: all, product: { status: 'cancel_only' } },
      ['product', 'answer kept'],
    ],
    [
      'that protects of which a part is to be closed, and can not be now: it is kept',
      { purpose: 'bracket', known: part, product: { status: 'cancel_only' } },
      ['product', 'answer kept'],
    ],
    [
      'that protects what is to be kept, whatever the product takes',
      { purpose: 'bracket', product: { status: 'cancel_only' } },
      done,
    ],
    [
      'that protects what is to be closed, and has ended',
      { purpose: 'bracket', known: { ...all, ...GONE }, product: { status: 'cancel_only' } },
      ['answer nothing more'],
    ],
  ];
  test.each(cases)('%s', async (_, given, expected) => {
    const { execution, intent, steps } = carrying({ kind: 'cancel', ...given });
    await cancelOrder(execution, intent);
    expect(steps).toEqual(expected);
  });
});

describe('an order is changed', () => {
  const NONE: Known = { order: { request: { kind: 'none' } } };
  const CANCELLING: Known = {
    order: { request: { kind: 'cancelling', over: LIMIT, askedAt: NOON, asks: 1 } },
  };
  const done = ['replace v-1', 'answer replaced'];
  const cases: [string, Omit<Given, 'kind'>, string[]][] = [
    ['and it is taken', {}, ['released', ...done]],
    [
      'and refused: it may have ended',
      { replace: [no] },
      ['released', 'replace v-1', 'answer replace_rejected', 'settle'],
    ],
    [
      'that is not at the venue',
      { known: { order: { venueOrderId: null } } },
      ['released', 'answer replace_rejected'],
    ],
    ['as it is already', { known: NONE }, ['released', 'answer nothing more', 'settle']],
    [
      'without an answer: it is asked again, and told once',
      { replace: [lost, lost, yes] },
      [
        ...['released', 'replace v-1', 'report replace_unknown', 'wait 250'],
        ...['released', 'replace v-1', 'wait 500'],
        ...['released', ...done],
      ],
    ],
    [
      'without an answer, and a cancel waits behind it',
      { replace: [lost], news: { at: 'wait 250', known: CANCELLING } },
      [
        ...['released', 'replace v-1', 'report replace_unknown', 'wait 250'],
        ...['released', 'answer nothing more', 'settle'],
      ],
    ],
    [
      'without an answer, and nobody wants it any more',
      { replace: [lost], news: { at: 'wait 250', known: NONE } },
      [
        ...['released', 'replace v-1', 'report replace_unknown', 'wait 250'],
        ...['released', 'answer nothing more', 'settle'],
      ],
    ],
    [
      'without an answer, and it is not known any more',
      { replace: [lost], news: { at: 'wait 250', known: null } },
      [
        ...['released', 'replace v-1', 'report replace_unknown', 'wait 250'],
        ...['released', 'answer nothing more', 'settle'],
      ],
    ],
  ];
  test.each(cases)('%s', async (_, given, expected) => {
    const { execution, intent, request, steps } = carrying({ kind: 'replace', ...given });
    await replaceOrder(execution, intent, request);
    expect(steps).toEqual(expected);
  });
});

describe('an order is looked up', () => {
  const OLD = NOON - MINUTE;
  const BRACKET: OrderTerms = { type: 'bracket', size: '0.01', target: '52000', stop: '48000' };
  const LOWER: OrderTerms = { ...BRACKET, stop: '47000' };

  function looking(known: Partial<Order> | null, says: (Partial<VenueOrder> | null | Error)[]) {
    const steps: string[] = [];
    const position = held('1');
    const [bracket] = position.orders.filter(({ purpose }) => purpose === 'bracket');
    const order = { ...(bracket as Order), terms: BRACKET, updatedAt: OLD, ...known };
    const venue = {
      async order(id: string) {
        const said = says.length > 1 ? says.shift() : says[0];
        if (said instanceof Error) throw said;
        if (said === null || said === undefined) return null;
        const usual = { venueOrderId: id, filledSize: '0', exact: false, terms: BRACKET };
        return { order: { ...usual, ...said } as VenueOrder, fills: [] };
      },
    } as unknown as Venue;
    const parts = {
      db: undefined as never,
      venueOf: () => venue,
      async report(_: string, report: { kind: string; terms?: OrderTerms }) {
        steps.push(report.kind === 'moved' ? `moved ${JSON.stringify(report.terms)}` : report.kind);
      },
      ownOrder: () => (known === null ? null : { position, order }),
      clock: {
        now: () => NOON,
        async wait(ms: number) {
          steps.push(`wait ${ms}`);
          if (steps.length > 100) throw new Error('it never ends');
        },
      },
      log: pino({ level: 'silent' }),
    };
    return { parts, steps };
  }

  const partly = { filledSize: '0.004' };
  const cases: [string, Partial<Order> | null, Partial<VenueOrder> | null, string[], boolean][] = [
    ['that is none of ours', null, {}, [], true],
    ['that is not at the venue yet', { venueOrderId: null }, {}, [], true],
    ['that the venue does not have', {}, null, [], true],
    ['of which nothing has filled', {}, {}, ['venue'], true],
    ['whose fills are all listed', {}, { ...partly, exact: true }, ['venue'], true],
    ['whose fills are not listed yet', {}, partly, ['venue'], false],
    [
      'that has ended, its fills not listed yet',
      {},
      { ...partly, status: 'cancelled' },
      ['venue'],
      false,
    ],
    [
      'that its owner has moved',
      {},
      { terms: LOWER },
      ['venue', `moved ${JSON.stringify(LOWER)}`],
      true,
    ],
    [
      'that we have just changed: the answer may be older',
      { updatedAt: NOON - 9 * SECOND },
      { terms: LOWER },
      ['venue'],
      true,
    ],
    [
      'that we are changing',
      { request: { kind: 'replacing', to: LOWER, askedAt: NOON } },
      { terms: LOWER },
      ['venue'],
      true,
    ],
    [
      'that is shown as it was placed, whatever it was changed to',
      { placedAs: LOWER },
      { terms: LOWER },
      ['venue'],
      true,
    ],
    ['that is shown as another kind', {}, { terms: LIMIT }, ['venue'], true],
    [
      'that is shown with the same numbers, written otherwise',
      {},
      { terms: { ...BRACKET, stop: '48000.00' } },
      ['venue'],
      true,
    ],
  ];
  test.each(cases)('%s', async (_, known, says, steps, settled) => {
    const looked = looking(known, [says]);
    expect(await lookUp(looked.parts, 'paper', 't-1-2')).toBe(settled);
    expect(looked.steps).toEqual(steps);
  });

  test('until its fills are listed, and no more than twelve times', async () => {
    const soon = looking({}, [partly, partly, { ...partly, exact: true }]);
    await lookUntilSettled(soon.parts, 'paper', 't-1-2');
    expect(soon.steps).toEqual(['venue', 'wait 250', 'venue', 'wait 500', 'venue']);
    const never = looking({}, [partly]);
    await lookUntilSettled(never.parts, 'paper', 't-1-2');
    expect(never.steps.filter((step) => step === 'venue')).toHaveLength(12);
  });

  test('a venue that does not answer is asked for as long as it takes; a fault of ours ends it', async () => {
    const away = new VenueError('no answer');
    const late = looking({}, [...Array<Error>(30).fill(away), { ...partly, exact: true }]);
    await lookUntilSettled(late.parts, 'paper', 't-1-2');
    expect(late.steps.filter((step) => step.startsWith('wait'))).toHaveLength(30);
    expect(late.steps.at(-1)).toBe('venue');
    const full = Object.assign(new Error('could not extend file'), { code: '53100' });
    const troubled = looking({}, [full, full, {}]);
    await lookUntilSettled(troubled.parts, 'paper', 't-1-2');
    expect(troubled.steps).toEqual(['wait 250', 'wait 500', 'venue']);
    const ours = looking({}, [new Error('a fault of ours')]);
    await expect(lookUntilSettled(ours.parts, 'paper', 't-1-2')).rejects.toThrow('a fault of ours');
  });
});
