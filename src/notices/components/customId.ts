import { z } from 'zod';

/**
 * What a button, a select menu or a modal carries in its custom id: which action, for what, for
 * whom and until when. Discord gives it back as it was sent; 100 characters is its limit.
 */
export type CustomId = {
  /** Name of the component that handles it. */
  action: string;
  /** What it is about: ids and small values, none of them empty or with a "|". */
  args: readonly string[];
  /** The only user who may use it; null: whoever may use the action. */
  userId: string | null;
  /** UTC milliseconds; null: it never grows stale by time. */
  expiresAt: number | null;
};

const SEPARATOR = '|';
const VERSION = 'p1';
const MAX_LENGTH = 100;

const wire = z.tuple(
  [
    z.literal(VERSION),
    z.string().regex(/^[a-z_]{1,32}$/),
    z.string().regex(/^(\d{15,22})?$/),
    z.string().regex(/^[0-9a-z]{0,11}$/),
  ],
  z.string().min(1),
);

/** Throws RangeError when it does not fit into 100 characters or a part can't be carried. */
export function formatCustomId(id: CustomId): string {
  const parts = [
    VERSION,
    id.action,
    id.userId ?? '',
    id.expiresAt === null ? '' : Math.ceil(id.expiresAt / 1_000).toString(36),
    ...id.args,
  ];
  const text = parts.join(SEPARATOR);
  if (
    text.length > MAX_LENGTH ||
    !wire.safeParse(parts).success ||
    parts.some((part) => part.includes(SEPARATOR))
  )
    throw new RangeError(`can't be carried in a custom id: ${text}`);
  return text;
}

/** null: not one of ours, or of a version that is no more. */
export function parseCustomId(text: string): CustomId | null {
  const parsed = wire.safeParse(text.split(SEPARATOR));
  if (!parsed.success) return null;
  const [, action, userId, expiry, ...args] = parsed.data;
  return {
    action,
    args,
    userId: userId === '' ? null : userId,
    expiresAt: expiry === '' ? null : Number.parseInt(expiry, 36) * 1_000,
  };
}
