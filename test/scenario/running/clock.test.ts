import { expect, test } from 'vitest';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';
import { textOf } from '../../support/press.ts';

test.each([
  ['6 minutes ahead', 6 * 60_000, /at least [56] minutes ahead of/, /refused as too old/],
  ['an hour behind', -60 * 60_000, /at least (59|60) minutes behind/, /old ones may be taken/],
])(
  'the machine’s clock is set %s: told with what comes of it, red in /status, and told when it is right again',
  async (_, wrong, how, what) => {
    let by = 0;
    const { discord, settled } = await testNetwork({
      now: () => Date.now() + by,
      discordTiming: { clockMs: 150 },
    });
    await settled();
    const fine = await discord.command('owner', 'pilotfish', 'status');
    expect(textOf(fine)).toContain('All is well');
    by = wrong;
    const told = await notice(discord, /^This machine’s clock is at least/);
    expect(JSON.stringify(told.message)).toMatch(how);
    expect(JSON.stringify(told.message)).toMatch(what);
    const status = await discord.command('owner', 'pilotfish', 'status');
    expect(textOf(status)).toMatch(/Something needs attention[\s\S]*clock is at least/);
    by = 0;
    await notice(discord, /^This machine’s clock is right again/);
    await settled();
    const after = await discord.command('owner', 'pilotfish', 'status');
    expect(textOf(after)).toContain('All is well');
  },
);

test('it was wrong by Discord’s clock, and is wrong by Coinbase’s alone: that is told too, and then that it is right', async () => {
  let by = 0;
  const { discord, coinbase, settled } = await testNetwork({
    now: () => Date.now() + by,
    discordTiming: { clockMs: 150 },
  });
  await settled();
  by = 6 * 60_000;
  await notice(discord, /^This machine’s clock is at least .* ahead of Discord’s/);
  await coinbase.behave({ clockSkewMs: -90_000 });
  by = 0;
  await notice(discord, /^This machine’s clock is at least [6-9]\d seconds ahead of Coinbase’s/);
  await coinbase.behave({ clockSkewMs: 0 });
  await notice(discord, /^This machine’s clock is right again/);
});

test('it is right by Discord’s clock and wrong by Coinbase’s: told with whose it is, red in /status, and told when it is right again', async () => {
  const { discord, coinbase, settled } = await testNetwork({ discordTiming: { clockMs: 150 } });
  await settled();
  await coinbase.behave({ clockSkewMs: 90_000 });
  const told = await notice(
    discord,
    /^This machine’s clock is at least [6-9]\d seconds behind Coinbase’s/,
  );
  expect(JSON.stringify(told.message)).toMatch(/Coinbase may take no order at all/);
  const status = await discord.command('owner', 'pilotfish', 'status');
  expect(textOf(status)).toMatch(/Something needs attention[\s\S]*behind Coinbase’s/);
  await coinbase.behave({ clockSkewMs: 0 });
  await notice(discord, /^This machine’s clock is right again/);
});
