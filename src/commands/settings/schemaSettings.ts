import { z } from 'zod';
import { type Settings, settingsSchema } from '../../trading/strategy/settings/settings.ts';

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

/** What was typed, as the setting's value; what it is not fit for is left to the schema to refuse. */
export function parseTyped(setting: Setting, typed: string): unknown {
  const text = typed.trim();
  switch (setting.kind) {
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'amount':
      // "1,000.50" and "$100" are meant as they look.
      return text.replace(/^\$/, '').replaceAll(',', '').replace(/\s*%$/, '');
    case 'list':
      return text
        .split(/[\s,]+/)
        .filter((item) => item !== '')
        .map((item) => item.toUpperCase());
    case 'choice':
      return text;
  }
}
