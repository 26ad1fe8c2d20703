import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  confirmFormat,
  correctionOf,
  formatOfMessage,
  learnCorrection,
  leaveFormatAlone,
} from '../../../src/trading/inbox/formats.ts';
import { findReading, type SignalRow } from '../../../src/trading/store/messages/signals.ts';
import { teachingsOf } from '../../../src/trading/store/watches/formats.ts';
import { type InboxWorld, inboxWorld } from './inboxWorld.ts';

const LONG = 'LONG BTC\nEntry 50000\nSL 48000\nTP 52000';

let world: InboxWorld;
beforeEach(async () => {
  world = await inboxWorld();
  for (const channel of ['a', 'b'])
    await world.change(channel, { settings: { sameSignalMinutes: 0, follow: 'known' } });
});
afterEach(() => world.close());

async function asked(channel: string, text = LONG, authorId?: string) {
  const messageId = await world.post(channel, text, authorId === undefined ? {} : { authorId });
  const row = (await findReading(world.db, messageId, 0)) as SignalRow;
  const found = await formatOfMessage(world.hand, row);
  if (found === null) throw new Error('it has no format');
  return { row, ...found };
}

/** How often what is written so was traded without asking, of messages posted from now on. */
async function isTraded(channel: string, text: string, authorId?: string): Promise<boolean> {
  const before = world.state().positions.size;
  await world.post(channel, text, authorId === undefined ? {} : { authorId });
  return world.state().positions.size > before;
}

const AGAIN = LONG.replace('52000', '53000');

test('a confirmed way of writing is traded of its author in its channel, and of nobody else', async () => {
  const { format } = await asked('a');
  await confirmFormat(world.hand, format, '7');
  expect(await isTraded('b', AGAIN)).toBe(false);
  expect(await isTraded('a', AGAIN, 'another')).toBe(false);
  expect(await isTraded('a', AGAIN)).toBe(true);
});

test('what was corrected stays so when it is confirmed', async () => {
  const { row, format } = await asked('a');
  const correction = await correctionOf(world.hand, format.id);
  if (correction === null) throw new Error('it can not be corrected');
  await learnCorrection(world.hand, correction, row, '7');
  const again = await formatOfMessage(world.hand, row);
  if (again === null) throw new Error('it has no format');
  await confirmFormat(world.hand, again.format, '7');
  const teachings = await teachingsOf(world.db, row.watchId, 'p-a');
  expect(teachings.map(({ said }) => said)).toEqual(['taught']);
});

test('a correction is of the message that was asked about where that says one thing alone', async () => {
  const { row, format } = await asked('a');
  const correction = await correctionOf(world.hand, format.id);
  const [reading] = correction?.readings ?? [];
  if (!correction || !reading) throw new Error('it can not be corrected');
  const changed = { ...reading, stop: { price: '47000' } } as typeof reading;
  const stopNow = async () => (await findReading(world.db, row.messageId, 0))?.reading;
  const two = { ...correction, readings: [changed, reading] };
  expect(await learnCorrection(world.hand, two, row, '7')).toBeNull();
  expect(await stopNow()).toMatchObject({ stop: { price: '48000' } });
  const one = { ...correction, readings: [changed] };
  expect(await learnCorrection(world.hand, one, row, '7')).toMatchObject({
    stop: { price: '47000' },
  });
  expect(await stopNow()).toMatchObject({ stop: { price: '47000' } });
});

test('"never" is of whoever writes so there, "nothing" of its author alone', async () => {
  const chatter = await asked('b');
  expect(
    await leaveFormatAlone(world.hand, chatter.format, chatter.read.readings, 'nothing', '7'),
  ).toBe(true);
  const { format, read } = await asked('a');
  expect(await leaveFormatAlone(world.hand, format, read.readings, 'never', '7')).toBe(true);
  const told = async (channel: string, authorId: string) => {
    const before = (await world.told()).length;
    await world.post(channel, AGAIN, { authorId });
    return (await world.told()).slice(before);
  };
  expect(await told('a', 'p-a')).toEqual([]);
  expect(await told('a', 'another')).toEqual([]);
  expect(await told('b', 'p-b')).toEqual([]);
  expect(await told('b', 'another')).toEqual(['format_asked']);
});
