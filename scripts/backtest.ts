/**
 * What a channel's past would have come to.
 *
 *   npm run backtest -- messages.jsonl --candles FOLDER [options]
 *
 *   --candles FOLDER       a file a product: BTC-USD.csv or BTC-USD.candles
 *   --products FILE        a JSON list of products; else each file of candles is a spot product
 *   --settings FILE        a JSON object of the settings that differ from the defaults
 *   --from, --to TIME      ISO 8601; all there is by default
 *   --delay SECONDS        how long after its message a signal is acted on; 2 by default
 *   --cash DOLLARS         what the account starts with; 10000 by default
 *   --json                 the report as JSON, with every trade
 */
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { backtest } from '../src/trading/history/backtest.ts';
import { openCandleFolder } from '../src/trading/history/candles/candleFiles.ts';
import { readMessageLines } from '../src/trading/history/messages/messageLines.ts';
import { createPastReader } from '../src/trading/history/replay/pastReader.ts';
import { reportJson, reportText } from '../src/trading/history/report/reportText.ts';
import { settingsSchema } from '../src/trading/strategy/settings/settings.ts';
import type { Product } from '../src/trading/venue/venue.ts';

const amount = z.string().regex(/^\d+(\.\d+)?$/);
const productSchema = z.object({
  id: z.string(),
  base: z.string(),
  quote: z.string(),
  type: z.enum(['spot', 'future']),
  baseIncrement: amount,
  quoteIncrement: amount,
  priceIncrement: amount,
  minBaseSize: amount,
  maxBaseSize: amount,
  minQuoteSize: amount,
  maxQuoteSize: amount,
  status: z.enum(['online']).default('online'),
  contractSize: amount.optional(),
  maxLeverage: amount.optional(),
});

/** A spot product of which nothing is known but its name. */
function plainProduct(id: string): Product[] {
  const [base, quote, more] = id.split('-');
  if (!base || !quote || more !== undefined) return [];
  return [
    {
      id,
      base,
      quote,
      type: 'spot',
      baseIncrement: '0.00000001',
      quoteIncrement: '0.01',
      priceIncrement: '0.00000001',
      minBaseSize: '0.00000001',
      maxBaseSize: '1000000000000',
      minQuoteSize: '1',
      maxQuoteSize: '1000000000',
      status: 'online',
    },
  ];
}

const HELP = 'npm run backtest -- messages.jsonl --candles FOLDER [--help]';

/** What was given is wrong: one sentence, no stack. */
class Wrong extends Error {}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      candles: { type: 'string' },
      products: { type: 'string' },
      settings: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      delay: { type: 'string', default: '2' },
      cash: { type: 'string', default: '10000' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  if (values.help || file === undefined || values.candles === undefined) throw new Wrong(HELP);
  const messages = readMessageLines(readFileSync(file, 'utf8'));
  if (messages.length === 0) throw new Wrong(`There is no message in ${file}.`);
  const products: Product[] = values.products
    ? parse(z.array(productSchema), values.products).map(
        ({ contractSize, maxLeverage, ...rest }) => ({
          ...rest,
          ...(contractSize === undefined ? {} : { contractSize }),
          ...(maxLeverage === undefined ? {} : { maxLeverage }),
        }),
      )
    : readdirSync(values.candles)
        .flatMap((name) => /^(.+)\.(csv|candles)$/.exec(name)?.[1] ?? [])
        .flatMap(plainProduct);
  if (products.length === 0) throw new Wrong(`There are no candles in ${values.candles}.`);
  const settings = values.settings
    ? parse(settingsSchema, values.settings)
    : settingsSchema.parse({});
  const posted = messages.map(({ postedAt }) => postedAt);
  const first = posted.reduce((least, at) => Math.min(least, at));
  const last = posted.reduce((most, at) => Math.max(most, at));
  const from = values.from ? timeOf(values.from, '--from') : first;
  // Long enough after the last message for what came of it to end.
  const to = values.to ? timeOf(values.to, '--to') : last + 7 * 86_400_000;
  if (to <= from) throw new Wrong('--to must be after --from.');
  const delay = Number(values.delay);
  if (!(delay >= 0 && delay <= 86_400)) throw new Wrong('--delay must be 0 to 86400 seconds.');
  if (!amount.safeParse(values.cash).success) throw new Wrong('--cash must be an amount: 10000.');

  const candles = openCandleFolder(values.candles);
  const symbols = new Set(products.map(({ base }) => base));
  const reader = createPastReader({ symbols }, () => performance.now());
  const report = await backtest(
    {
      messages,
      products,
      candles,
      settings: { ...settings, follow: 'automatic' },
      cash: { USD: values.cash },
      from,
      to,
      delayMs: delay * 1000,
      assume: 'worse',
    },
    { reader },
  );
  candles.close();
  process.stdout.write(
    values.json ? `${JSON.stringify(reportJson(report), null, 2)}\n` : reportText(report),
  );
}

function timeOf(text: string, name: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Wrong(`${name} must be a time, such as 2026-01-05T12:00:00Z.`);
  return at;
}

function parse<T>(schema: z.ZodType<T>, path: string): T {
  const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Wrong(`${path}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}

try {
  await run();
} catch (error) {
  const isPlain =
    error instanceof Wrong ||
    error instanceof RangeError ||
    error instanceof SyntaxError ||
    (error instanceof Error && 'code' in error);
  if (!isPlain) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
