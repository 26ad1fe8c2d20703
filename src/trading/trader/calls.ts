import { z } from 'zod';
import type { LiveCheck } from '../accounts/live.ts';
import { type Decimal, dec } from '../money.ts';
import type { Signal } from '../signal/reading.ts';
import type { OwnerEvent } from '../strategy/model/event.ts';
import type { Listed } from '../venue/listed.ts';
import type { Balance, Product, VenueOrder } from '../venue/venue.ts';
import type { Acted, Market, Traded, TraderStatus } from './trader.ts';

/** What is checked is its shape; what is in it this very program has written. */
const shaped = <T>(schema: z.ZodType) => schema.transform((read) => read as unknown as T);

const decimal = z.string().transform((text): Decimal => dec(text));
const order = shaped<VenueOrder>(
  z.looseObject({ venueOrderId: z.string(), clientOrderId: z.string(), productId: z.string() }),
);
const product = shaped<Product>(
  z.looseObject({ id: z.string(), base: z.string(), quote: z.string() }),
);
const outcome = z.looseObject({ outcome: z.enum(['taken', 'applied', 'denied', 'noted']) });
const market = shaped<Market>(
  z.union([
    z.looseObject({ denied: z.looseObject({ rule: z.string() }) }),
    z.looseObject({ account: z.string(), product: z.looseObject({}), equity: z.string() }),
  ]),
);
const link = z.looseObject({ up: z.boolean(), since: z.number().nullable() });

/** What the listener may ask of the trader: what goes there as JSON, and what comes back. */
export const CALLS = {
  act: {
    args: z.object({
      event: shaped<OwnerEvent>(
        z.looseObject({
          type: z.literal('owner'),
          at: z.int(),
          by: z.string(),
          act: z.looseObject({ act: z.string() }),
        }),
      ),
    }),
    answer: shaped<Acted>(z.object({ outcome: outcome.optional(), changed: z.array(z.string()) })),
  },
  trade: {
    args: z.object({
      messageId: z.string(),
      readingIndex: z.int(),
      share: z.enum(['whole', 'half']),
      said: z.strictObject({
        waived: z.string().nullable().optional(),
        chosen: z.string().optional(),
        inTime: z.boolean().optional(),
      }),
    }),
    answer: shaped<Traded>(z.object({ outcome: outcome.optional() })).nullable(),
  },
  market: {
    args: z.object({
      signal: shaped<Signal>(z.looseObject({ kind: z.literal('signal'), symbol: z.string() })),
      watchOnly: z.boolean(),
    }),
    answer: market,
  },
  marketOf: { args: z.object({ product, priceScale: z.string() }), answer: market },
  product: { args: z.object({ id: z.string() }), answer: product.nullable() },
  balances: {
    args: z.object({}),
    answer: shaped<Listed<Balance>>(
      z.object({
        entries: z.array(
          z.looseObject({ asset: z.string(), available: z.string(), hold: z.string() }),
        ),
        unreadable: z.array(z.looseObject({})),
      }),
    ),
  },
  strangeOrders: { args: z.object({}), answer: z.array(order).nullable() },
  unknownPositions: {
    args: z.object({}),
    answer: z.array(
      z.object({
        positionId: z.string(),
        productId: z.string(),
        orders: z.array(order),
        size: decimal,
      }),
    ),
  },
  checkLive: {
    args: z.object({}),
    answer: shaped<LiveCheck>(
      z.looseObject({ equity: z.string(), problems: z.array(z.string()) }),
    ).nullable(),
  },
  turnLive: {
    args: z.object({ on: z.boolean(), by: z.string() }),
    answer: z.null(),
  },
  status: {
    args: z.object({}),
    answer: shaped<TraderStatus & { doneWithoutDatabase: string[] }>(
      z.looseObject({
        venue: link,
        prices: link,
        waiting: z.object({ orders: z.int(), requests: z.int() }),
        venueTroubles: z.array(z.looseObject({ account: z.string() })),
        startedAt: z.number(),
        doneWithoutDatabase: z.array(z.string()),
      }),
    ),
  },
} as const satisfies Record<string, { args: z.ZodType; answer: z.ZodType }>;

export type Method = keyof typeof CALLS;
export type ArgsOf<M extends Method> = z.infer<(typeof CALLS)[M]['args']>;
export type AnswerOf<M extends Method> = z.infer<(typeof CALLS)[M]['answer']>;

/** An answer as it is written: what came of it, or why nothing did. */
export const answerSchema = z.union([
  z.object({ came: z.unknown() }),
  z.object({
    failed: z.object({ kind: z.enum(['venue', 'refused', 'other']), message: z.string() }),
  }),
]);
export type Answer = z.infer<typeof answerSchema>;

/** What the trader says of itself, also while it is away. */
export const aboutSchema = z.object({
  account: z.enum(['sandbox', 'paper', 'live']),
  install: z.string(),
  version: z.string(),
});
export type About = z.infer<typeof aboutSchema>;
