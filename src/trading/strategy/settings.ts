import { z } from 'zod';

const amount = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,18})?$/, 'must be a plain positive number, such as 100 or 0.5');

/**
 * How a watch's signals are traded. One schema for the defaults and for each watch; a watch stores
 * only what differs. Amounts are in the product's quote, percents are of 100.
 */
export const settingsSchema = z.strictObject({
  /** Quote spent on one position. */
  quoteSize: amount.default('100'),
  /** Entries not filled after so many minutes are cancelled. */
  entryExpiryMinutes: z
    .int()
    .min(1)
    .max(60 * 24 * 30)
    .default(60 * 24),
  /** Signals older than this when they are decided on are denied. */
  oldestSignalSeconds: z.int().min(5).max(86_400).default(300),
  /** A signal without a stop: denied, or given one so many percent from the entry. */
  missingStop: z.enum(['deny', 'default']).default('deny'),
  defaultStopPercent: amount.default('5'),
  /** Orders that a zone is spread over. */
  zoneOrders: z.int().min(1).max(10).default(3),
  /** The signal's message was edited: what is not yet filled follows, or nothing happens. */
  onEdit: z.enum(['amend', 'ignore']).default('amend'),
  /** The signal's message was deleted: entries that are not filled are cancelled, or nothing happens. */
  onDelete: z.enum(['cancel', 'ignore']).default('cancel'),
});

export type Settings = z.infer<typeof settingsSchema>;
