import { z } from 'zod';
import type { OrderTerms } from '../../venue/venue.ts';
import { NO_REQUEST, type PendingRequest } from '../model/pendingRequest.ts';
import type { CloseReason, Order, Position } from '../model/state.ts';
import { type Closing, NOTHING_IN_THE_WAY, type Refusals, type WayOut } from '../model/wayOut.ts';
import { NOT_KNOWN_THEN } from '../settings/settings.ts';

/** A position as it is stored: as this version writes it, or as an earlier one did. */
export type StoredPosition = { readonly stored: 'position' };
export type StoredOrder = { readonly stored: 'order' };

/** What is stored can't be read: which it is, and what is wrong with it. */
export class UnreadableState extends Error {
  override name = 'UnreadableState';
}

const terms = z
  .looseObject({ type: z.enum(['market', 'limit', 'stop_limit', 'bracket']) })
  .transform((read) => read as unknown as OrderTerms);
const guard = z.strictObject({ worst: z.string(), tries: z.int() }).nullish();

/** What can be under way for an order. Before there was `request` it stood in four fields. */
const orderSchema = z.looseObject({
  id: z.string(),
  terms,
  status: z.string(),
  nextGuard: guard,
  request: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('replacing'), to: terms, askedAt: z.int() }),
      z.strictObject({
        kind: z.literal('cancelling'),
        over: terms.nullable(),
        askedAt: z.int(),
        asks: z.int(),
      }),
    ])
    .optional(),
  replacing: terms.nullish(),
  cancelRequested: z.boolean().optional(),
  askedAt: z.int().nullish(),
  asks: z.int().optional(),
});

const reduction = z.looseObject({
  purpose: z.enum(['target', 'exit']),
  leg: z.int(),
  size: z.string(),
  guard,
});

const lifted = z.looseObject({
  times: z.int(),
  since: z.int(),
  until: z.int(),
  stage: z.enum(['waiting', 'left_off', 'put_back']),
  size: z.string(),
  countedTo: z.int().optional(),
});

const refusalStage = z.enum([
  'protection_refused',
  'protection_asked_again',
  'exit_refused',
  'exit_asked_again',
  'both_refused',
  'both_asked_again',
]);

const wayOutSchema = z.strictObject({
  closing: z.discriminatedUnion('what', [
    z.strictObject({ what: z.literal('nothing') }),
    z.strictObject({ what: z.literal('parts'), parts: z.array(reduction) }),
    z.strictObject({ what: z.literal('all'), reason: z.string(), guard: guard.unwrap() }),
  ]),
  refusals: z.discriminatedUnion('stage', [
    z.strictObject({ stage: z.literal('none') }),
    z.strictObject({ stage: refusalStage, count: z.int(), since: z.int(), until: z.int() }),
  ]),
  lifted: lifted.nullable(),
  beyondStopSince: z.int().nullable(),
  stuck: z.string().nullable(),
  trouble: z.string().nullable(),
});

/** The way out of a position. Before there was `wayOut` it stood in eight fields. */
const positionSchema = z.looseObject({
  id: z.string(),
  orders: z.array(z.unknown()),
  settings: z.looseObject({}),
  createdAt: z.int(),
  wayOut: wayOutSchema.optional(),
  leaving: z.string().nullish(),
  guard,
  reductions: z.array(reduction).optional(),
  retry: z
    .strictObject({
      count: z.int(),
      since: z.int().optional(),
      at: z.int().nullable(),
      exit: z.literal(true).optional(),
      bare: z.literal(true).optional(),
    })
    .nullish(),
  lifted: lifted.optional(),
  beyondStopSince: z.int().nullish(),
  stuck: z.string().optional(),
  trouble: z.string().nullish(),
});

type BeforeWayOut = z.infer<typeof positionSchema>;

/**
 * A position as it was stored, whatever version stored it. What an earlier one wrote is brought into
 * today's shape and says the same. Throws UnreadableState.
 */
export function readPosition(stored: unknown): Position {
  const {
    wayOut,
    leaving,
    guard: guardOfAll,
    reductions,
    retry,
    lifted: byHand,
    beyondStopSince,
    stuck,
    trouble,
    ...kept
  } = parsed(positionSchema, stored, 'position');
  const before = { leaving, reductions, retry, beyondStopSince, stuck, trouble };
  return {
    ...kept,
    settings: { ...NOT_KNOWN_THEN, ...kept.settings },
    orders: kept.orders.map(readOrder),
    wayOut: wayOut ?? wayOutOf({ ...kept, ...before, guard: guardOfAll, lifted: byHand }),
  } as unknown as Position;
}

/** The same for one order. */
export function readOrder(stored: unknown): Order {
  const { request, replacing, cancelRequested, askedAt, asks, nextGuard, ...kept } = parsed(
    orderSchema,
    stored,
    'order',
  );
  const before = { replacing, cancelRequested, askedAt, asks };
  return {
    ...kept,
    nextGuard: nextGuard ?? null,
    request: request ?? requestOf({ ...kept, ...before }),
  } as unknown as Order;
}

function parsed<T extends z.ZodType>(schema: T, stored: unknown, what: string): z.infer<T> {
  const read = schema.safeParse(stored);
  if (read.success) return read.data;
  const id = (stored as { id?: unknown } | null)?.id ?? 'without an id';
  throw new UnreadableState(
    `The ${what} ${id} can't be read as it is stored (${z.prettifyError(read.error).replaceAll(/\s+/g, ' ')}). Restore a backup, or run the version that wrote it.`,
  );
}

type BeforeRequest = z.infer<typeof orderSchema>;

function requestOf({ replacing, cancelRequested, askedAt, asks }: BeforeRequest): PendingRequest {
  const change = replacing ?? null;
  if (cancelRequested === true) {
    // The change before it was counted with the cancels.
    const cancels = (asks ?? 1) - (change === null ? 0 : 1);
    const times = Math.max(1, cancels);
    return { kind: 'cancelling', over: change, askedAt: askedAt ?? 0, asks: times };
  }
  if (change !== null) return { kind: 'replacing', to: change, askedAt: askedAt ?? 0 };
  return NO_REQUEST;
}

function wayOutOf(before: BeforeWayOut): WayOut {
  return {
    ...NOTHING_IN_THE_WAY,
    closing: closingOf(before),
    refusals: refusalsOf(before),
    lifted: (before.lifted as WayOut['lifted'] | undefined) ?? null,
    beyondStopSince: before.beyondStopSince ?? null,
    stuck: before.stuck ?? null,
    trouble: before.trouble ?? null,
  };
}

function closingOf({ leaving, guard: widest, reductions = [] }: BeforeWayOut): Closing {
  if (leaving !== null && leaving !== undefined) {
    return { what: 'all', reason: leaving as CloseReason, guard: widest ?? null };
  }
  if (reductions.length === 0) return NOTHING_IN_THE_WAY.closing;
  const parts = reductions.map(({ purpose, leg, size, guard: of }) => {
    return { purpose, leg, size, guard: of ?? null };
  });
  return { what: 'parts', parts };
}

/** `at` was null while a try was under way. */
function refusalsOf({ retry, createdAt }: BeforeWayOut): Refusals {
  if (retry === null || retry === undefined) return NOTHING_IN_THE_WAY.refusals;
  const { count, at, since = at ?? createdAt } = retry;
  // The first versions knew neither since when, nor of an exit apart.
  const of = retry.bare ? 'both' : retry.exit ? 'exit' : 'protection';
  const stage = at === null ? (`${of}_asked_again` as const) : (`${of}_refused` as const);
  return { stage, count, since, until: at ?? since };
}
