import { z } from 'zod';
import { Refusal } from '../../discord/command.ts';
import { type Settings, settingsSchema } from '../../trading/strategy/settings/settings.ts';
import { typedNumber } from '../typedNumber.ts';
import { wordsFor } from './settingWords.ts';

export type SettingKey = keyof Settings & string;

/** A setting as a form needs to know it; read from the schema, so that a new one shows up by itself. */
export type Setting = { key: SettingKey; fallback: unknown } & (
  | { kind: 'choice'; choices: readonly string[] }
  | { kind: 'flag' }
  | { kind: 'integer'; least: number; most: number }
  | { kind: 'amount' }
  | { kind: 'list' }
);

const property = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.unknown(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

/** Every setting that can be changed with a menu or a line of text, in the schema's order. */
export const schemaSettings: readonly Setting[] = readSchema();

export function findSetting(key: string): Setting | null {
  return schemaSettings.find((setting) => setting.key === key) ?? null;
}

function readSchema(): Setting[] {
  const { properties = {} } = z.toJSONSchema(settingsSchema, { io: 'input' });
  return Object.entries(properties).flatMap(([key, schema]): Setting[] => {
    const { type, enum: choices, default: fallback, minimum, maximum } = property.parse(schema);
    const base = { key: key as SettingKey, fallback };
    if (choices !== undefined) return [{ ...base, kind: 'choice', choices }];
    switch (type) {
      case 'boolean':
        return [{ ...base, kind: 'flag' }];
      case 'integer':
        return [
          {
            ...base,
            kind: 'integer',
            least: minimum ?? Number.MIN_SAFE_INTEGER,
            most: maximum ?? Number.MAX_SAFE_INTEGER,
          },
        ];
      case 'string':
        return [{ ...base, kind: 'amount' }];
      case 'array':
        return [{ ...base, kind: 'list' }];
      default:
        return [];
    }
  });
}

/** An amount, a percentage or a multiple, with its unit or without. */
function typedValue({ key }: Setting, text: string): string {
  const { label } = wordsFor(key);
  const { value, unit } = typedNumber(text.replace(/\s*[x×]$/i, ''), label);
  const isPercent = key.endsWith('Percent');
  if (unit === '%' && !isPercent) {
    throw new Refusal(`${label} is no percentage. Nothing was changed.`);
  }
  if (unit !== null && unit !== '%' && isPercent) {
    throw new Refusal(`${label} is a percentage, such as 5 %. Nothing was changed.`);
  }
  if (STOPS_TRADING.has(key) && Number(value) >= 100) {
    throw new Refusal(
      `${label} of 100 would stop trading when nothing is left; 0 turns it off. Nothing was changed.`,
    );
  }
  return value;
}

const STOPS_TRADING: ReadonlySet<string> = new Set(['dailyLossPercent', 'drawdownPercent']);

/**
 * What was typed, as the setting's value; what it is not fit for is left to the schema to refuse.
 * Throws Refusal for what is no number or may be read in two ways.
 */
export function parseTyped(setting: Setting, typed: string): unknown {
  const text = typed.trim();
  switch (setting.kind) {
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'amount':
      return typedValue(setting, text);
    case 'list':
      return text
        .split(/[\s,]+/)
        .filter((item) => item !== '')
        .map((item) => item.toUpperCase());
    case 'choice':
      return text;
  }
}
