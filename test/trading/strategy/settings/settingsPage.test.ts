import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingsPage } from '../../../../scripts/settingsPage.ts';

test('docs/settings.md says what the settings do; node scripts/settingsPage.ts writes it anew', () => {
  const page = readFileSync(new URL('../../../../docs/settings.md', import.meta.url), 'utf8');
  expect(page).toBe(settingsPage());
});
