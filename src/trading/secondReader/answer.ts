import { z } from 'zod';

const LONGEST_QUOTE = 300;
const MOST_LEVELS = 20;

const quote = z
  .string()
  .min(1)
  .max(LONGEST_QUOTE)
  .describe('the words it was read from, letter by letter as they stand in the message');

const level = z.strictObject({
  number: z
    .string()
    .min(1)
    .max(40)
    .describe('the number exactly as it is written, with its sign, point and unit'),
  quote,
});

const levels = z.array(level).max(MOST_LEVELS).nullable();

/**
 * What a model may say of a message: one order or nothing. Every field may be null, so that nothing has
 * to be made up, and each is quoted. There is no field for how sure it is: that is not for it to say.
 */
export const answerSchema = z.strictObject({
  coin: z
    .strictObject({ symbol: z.string().min(1).max(20), quote })
    .nullable()
    .describe('the coin that is to be traded, by its ticker'),
  side: z
    .strictObject({ side: z.enum(['long', 'short']), quote })
    .nullable()
    .describe('null where no word says it'),
  now: z
    .strictObject({ quote })
    .nullable()
    .describe('the words that say to get in at once, at market; null where there are none'),
  entries: levels.describe('prices at which to get in'),
  stop: level.nullable(),
  targets: levels.describe('prices at which to take profit, in the order written'),
  leverage: level.nullable(),
});

/** A model's answer, of the right shape; nothing of it is believed before `check`. */
export type Answer = z.infer<typeof answerSchema>;

/** The same as JSON Schema, strict: every field named, none beside them. */
export const answerJsonSchema: Readonly<Record<string, unknown>> = (() => {
  const { $schema: _, ...schema } = z.toJSONSchema(answerSchema) as Record<string, unknown>;
  return schema;
})();

/** Null where it is no answer of this shape. */
export function parseAnswer(text: string): Answer | null {
  try {
    const parsed = answerSchema.safeParse(JSON.parse(withoutFence(text)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Some servers put JSON between fences whatever they are asked for. */
function withoutFence(text: string): string {
  return /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/u.exec(text)?.[1] ?? text;
}
