import { z } from 'zod';
import { type Decimal, dec, floorTo } from '../../../src/trading/money.ts';
import type { Attached, Request, Terms } from '../../../src/trading/venue/matching/order.ts';

/** A number on the wire: plain decimal text of a sane length. */
const decimal = z
  .string()
  .max(60)
  .regex(/^\d+(\.\d+)?$/, 'must be a decimal number')
  .transform((text) => dec(text));

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const limit = { base_size: decimal, limit_price: decimal };
/** A limit order is sized in base or in quote. */
const limitSize = {
  base_size: decimal.nullish(),
  quote_size: decimal.nullish(),
  limit_price: decimal,
};
const oneSize = ({ base_size, quote_size }: { base_size?: unknown; quote_size?: unknown }) =>
  (base_size == null) !== (quote_size == null);
const ONE_SIZE = 'must have exactly one of base_size and quote_size';
const postOnly = z.boolean().nullish();
const stopLimit = {
  ...limit,
  stop_price: decimal,
  stop_direction: z.enum(['STOP_DIRECTION_STOP_UP', 'STOP_DIRECTION_STOP_DOWN']),
};
const bracket = { ...limit, stop_trigger_price: decimal };

type Limit = { base_size: Decimal; limit_price: Decimal };

/** A size in quote is what it buys at the limit, in the product's steps. */
const asLimit = (
  each: {
    base_size?: Decimal | null | undefined;
    quote_size?: Decimal | null | undefined;
    limit_price: Decimal;
  },
  increment: Decimal,
) => {
  const inQuote = each.quote_size?.div(each.limit_price);
  const size = each.base_size ?? floorTo(inQuote ?? dec(0), increment);
  return { type: 'limit', size, price: each.limit_price, postOnly: false } as const;
};

const asStopLimit = (each: Limit & { stop_price: Decimal; stop_direction: string }): Terms => ({
  type: 'stop_limit',
  size: each.base_size,
  price: each.limit_price,
  stopPrice: each.stop_price,
  direction: each.stop_direction === 'STOP_DIRECTION_STOP_UP' ? 'up' : 'down',
});

const asBracket = (each: Limit & { stop_trigger_price: Decimal }): Terms => ({
  type: 'bracket',
  size: each.base_size,
  target: each.limit_price,
  stop: each.stop_trigger_price,
});

/** Each configuration this exchange trades, read into terms; `increment` is the product's step of a size. */
const configurations = (increment: Decimal): Record<string, z.ZodType<Terms>> => ({
  market_market_ioc: z
    .union([
      z.object({ quote_size: decimal, base_size: z.undefined().optional() }),
      z.object({ base_size: decimal, quote_size: z.undefined().optional() }),
    ])
    .transform(
      (each): Terms =>
        each.quote_size
          ? { type: 'market', quoteSize: each.quote_size }
          : { type: 'market', size: each.base_size ?? dec(0) },
    ),
  limit_limit_gtc: z
    .object({ ...limitSize, post_only: postOnly })
    .refine(oneSize, ONE_SIZE)
    .transform(
      (each): Terms => ({
        ...asLimit(each, increment),
        timeInForce: 'gtc',
        postOnly: each.post_only ?? false,
      }),
    ),
  limit_limit_gtd: z
    .object({ ...limitSize, end_time: time, post_only: postOnly })
    .refine(oneSize, ONE_SIZE)
    .transform(
      (each): Terms => ({
        ...asLimit(each, increment),
        timeInForce: 'gtd',
        expiresAt: each.end_time,
        postOnly: each.post_only ?? false,
      }),
    ),
  limit_limit_fok: z
    .object(limitSize)
    .refine(oneSize, ONE_SIZE)
    .transform((each): Terms => ({ ...asLimit(each, increment), timeInForce: 'fok' })),
  sor_limit_ioc: z
    .object(limitSize)
    .refine(oneSize, ONE_SIZE)
    .transform((each): Terms => ({ ...asLimit(each, increment), timeInForce: 'ioc' })),
  stop_limit_stop_limit_gtc: z.object(stopLimit).transform(asStopLimit),
  stop_limit_stop_limit_gtd: z
    .object({ ...stopLimit, end_time: time })
    .transform((each) => ({ ...asStopLimit(each), expiresAt: each.end_time }) as Terms),
  trigger_bracket_gtc: z.object(bracket).transform(asBracket),
  trigger_bracket_gtd: z
    .object({ ...bracket, end_time: time })
    .transform((each) => ({ ...asBracket(each), expiresAt: each.end_time }) as Terms),
});

const attachedOrder = z.strictObject({
  trigger_bracket_gtc: z.object({
    limit_price: decimal,
    stop_trigger_price: decimal,
    base_size: z.unknown().optional(),
  }),
});

function asAttached({ trigger_bracket_gtc: each }: z.infer<typeof attachedOrder>): Attached {
  return { target: each.limit_price, stop: each.stop_trigger_price };
}

/** The body of a create: what every order has, with its configuration not yet read. */
const createBody = z.object({
  client_order_id: z.string().min(1).max(128),
  product_id: z.string().min(1),
  side: z.enum(['BUY', 'SELL']),
  order_configuration: z.record(z.string(), z.unknown()),
  leverage: decimal.nullish(),
  margin_type: z.string().nullish(),
  attached_order_configuration: attachedOrder.nullish(),
  retail_portfolio_id: z.string().nullish(),
});

const previewBody = createBody.partial({ client_order_id: true });

const editBody = z.object({
  order_id: z.string().min(1),
  // Coinbase reads a number left out as zero.
  price: decimal.default(() => dec(0)),
  size: decimal.default(() => dec(0)),
  stop_price: decimal.nullish(),
  attached_order_configuration: attachedOrder.nullish(),
  cancel_attached_order: z.union([z.boolean(), z.enum(['true', 'false'])]).nullish(),
});

export type ParsedOrder =
  | { kind: 'order'; request: Request; configuration: Record<string, unknown> }
  /** What this exchange does not do: answered as a refusal with that code, not as a bad request. */
  | { kind: 'refused'; code: string; configuration: Record<string, unknown> };

/** Throws `BadRequest` with what is wrong. `stepOf` gives a product's step of a size. */
export function parseOrder(
  body: unknown,
  options: { preview: boolean; stepOf(productId: string): string | undefined },
): ParsedOrder {
  const read = check(options.preview ? previewBody : createBody, body);
  const clientOrderId = read.client_order_id ?? '';
  const [name, ...others] = Object.keys(read.order_configuration).filter(
    (key) => read.order_configuration[key] !== null && read.order_configuration[key] !== undefined,
  );
  if (name === undefined || others.length > 0) {
    throw new BadRequest('order_configuration must have exactly one key');
  }
  const configuration = read.order_configuration;
  const code = refusedFor(name, configuration[name], read);
  if (code) return { kind: 'refused', code, configuration };
  const schema = configurations(dec(options.stepOf(read.product_id) ?? '0.00000001'))[name];
  if (!schema) return { kind: 'refused', code: 'UNSUPPORTED_ORDER_CONFIGURATION', configuration };
  const request: Request = {
    clientOrderId,
    productId: read.product_id,
    side: read.side === 'BUY' ? 'buy' : 'sell',
    terms: check(schema, configuration[name]),
    ...(read.leverage ? { leverage: read.leverage } : {}),
    ...(read.attached_order_configuration
      ? { attached: asAttached(read.attached_order_configuration) }
      : {}),
  };
  return { kind: 'order', request, configuration };
}

/** Coinbase's code for what is asked for and not done here, rather than leaving it out in silence. */
function refusedFor(
  name: string,
  given: unknown,
  read: z.infer<typeof previewBody>,
): string | undefined {
  const fields = z.looseObject({}).safeParse(given).data ?? {};
  if (fields.reduce_only === true) return 'REDUCE_ONLY_NOT_ALLOWED_ON_VENUE';
  if (name.startsWith('trigger_bracket') && fields.quote_size != null) {
    return 'QUOTE_SIZE_NOT_ALLOWED_FOR_BRACKET';
  }
  if (read.attached_order_configuration?.trigger_bracket_gtc.base_size != null) {
    return 'ATTACHED_ORDER_SIZE_MUST_BE_NIL';
  }
  return read.margin_type ? 'INVALID_MARGIN_TYPE' : undefined;
}

export function parseEdit(body: unknown) {
  const read = check(editBody, body);
  return {
    orderId: read.order_id,
    edit: {
      size: read.size,
      price: read.price,
      ...(read.stop_price ? { stop: read.stop_price } : {}),
      ...(read.attached_order_configuration
        ? { attached: asAttached(read.attached_order_configuration) }
        : {}),
    },
    cancelsAttached: String(read.cancel_attached_order ?? false) === 'true',
  };
}

export function parseCancel(body: unknown): string[] {
  return check(z.object({ order_ids: z.array(z.string()).min(1).max(100) }), body).order_ids;
}

export function parseClose(body: unknown) {
  const schema = z.object({
    client_order_id: z.string().min(1),
    product_id: z.string().min(1),
    size: decimal.nullish(),
  });
  return check(schema, body);
}

/** A request that Coinbase would answer with HTTP 400. */
export class BadRequest extends Error {
  override name = 'BadRequest';
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BadRequest(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
}
