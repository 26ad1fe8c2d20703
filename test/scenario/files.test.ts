import { readdirSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../sandbox/coinbase/market/products.ts';
import { startCoinbase } from '../../sandbox/coinbase/server.ts';
import { createCoinbaseVenue } from '../../src/trading/venue/coinbase/venue.ts';
import type { Terms } from '../../src/trading/venue/matching/order.ts';
import { createSimulatedVenue } from '../../src/trading/venue/simulated/venue.ts';
import { mirrored, mirroredBack, roughly } from './mirror.ts';
import { readScenario, type Scenario } from './scenarioFile.ts';
import { FUTURE, runScenario, type ScenarioVenue, SPOT } from './scenarioRun.ts';

const FILES = new URL('./files/', import.meta.url);
const BALANCES = { USD: '1000000' };

const scenarios = readdirSync(FILES)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .map((name) => ({ name, scenario: readScenario(readFileSync(new URL(name, FILES), 'utf8')) }));

function refusedBy({ set }: Scenario): Terms['type'][] {
  const words = set.find(({ word }) => word === 'refuses')?.rest.split(' ') ?? [];
  return words as Terms['type'][];
}

async function simulated(scenario: Scenario): Promise<ScenarioVenue> {
  const venue = await createSimulatedVenue({
    products: async () => CATALOGUE.map((entry) => entry.product),
    clock: Date.now,
    balances: BALANCES,
    unsupported: (productId) =>
      [SPOT, FUTURE].includes(productId) ? refusedBy(scenario) : undefined,
  });
  return {
    venue,
    async setPrice(productId, price) {
      venue.takePrice({ productId, bid: price, ask: price, last: price, at: Date.now() });
    },
    close: async () => {},
  };
}

async function coinbase(scenario: Scenario): Promise<ScenarioVenue> {
  const server = await startCoinbase({ prices: 'manual', balances: BALANCES });
  const unsupported = refusedBy(scenario);
  if (unsupported.length > 0) await server.control.setProduct('BTC-USD', { unsupported });
  const venue = createCoinbaseVenue({
    keyName: server.key.name,
    privateKey: server.key.privateKey,
    urls: server.urls,
    log: pino({ level: 'silent' }),
  });
  return {
    venue,
    setPrice: (productId, price) => server.control.setPrice(productId, price),
    close: () => server.stop(),
  };
}

async function expectAsWritten(scenario: Scenario, venue: ScenarioVenue): Promise<void> {
  try {
    const lines = await runScenario(scenario, venue);
    const written = lines.map(({ line, expected }) => ({ line, lines: expected }));
    expect(lines.map(({ line, told }) => ({ line, lines: told }))).toEqual(written);
  } finally {
    await venue.close();
  }
}

describe('scenarios on the simulated venue', () => {
  test.each(scenarios)('$name', async ({ scenario }) => {
    await expectAsWritten(scenario, await simulated(scenario));
  });
});

// One after the other they would wait for the adapter's rate limit most of the time.
describe.concurrent('scenarios on Coinbase, as its look-alike', () => {
  test.each(scenarios)('$name', async ({ scenario }) => {
    await expectAsWritten(scenario, await coinbase(scenario));
  });
});

describe('scenarios the other way round, as a short of a future with leverage', () => {
  const bothWays = scenarios.filter(({ scenario: { set } }) =>
    set.every(({ word }) => word !== 'told' && word !== 'futures'),
  );
  test.each(bothWays)('$name', async ({ scenario }) => {
    const venue = await simulated(scenario);
    const lines = await runScenario(mirrored(scenario), venue);
    for (const { line, expected, told } of lines) {
      const back = told.map(mirroredBack);
      // What is about the same is written the same, so that a difference shows what else there is.
      const shown = back.map((one, i) => {
        const wanted = expected[i] ?? '';
        return roughly(wanted, one) ? wanted : one;
      });
      expect({ line, lines: shown }).toEqual({ line, lines: expected });
    }
  });
});

test('there are forty scenarios or more', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(40);
});
