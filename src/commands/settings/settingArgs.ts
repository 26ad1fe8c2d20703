import { z } from 'zod';
import type { Scope } from './changeSetting.ts';
import { findSetting, type Setting } from './schemaSettings.ts';

/** Whose settings, as a custom id carries it. */
export const scopeArg = z
  .string()
  .regex(/^(all|\d{1,15})$/)
  .transform((text): Scope => (text === 'all' ? 'defaults' : { watchId: Number(text) }));

/** Which setting, by its key. */
export const settingArg = z.string().transform((key, context): Setting => {
  const setting = findSetting(key);
  if (setting !== null) return setting;
  context.addIssue('no such setting');
  return z.NEVER;
});
