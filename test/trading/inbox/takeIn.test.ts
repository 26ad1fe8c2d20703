import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InboxWorld, inboxWorld, NOT_NOW } from './inboxWorld.ts';

let world: InboxWorld;
beforeEach(async () => {
  world = await inboxWorld();
  world.warm.is = true;
  // A start looks for what was taken in before.
  world.wake();
  await world.idle();
});
afterEach(() => world.close());

const BTC = 'LONG #BTC/USDT\nEntry: market\nSL: 48000\nTP1: 54000';
const ETH = 'LONG #ETH/USDT\nEntry: market\nSL: 2900\nTP1: 3300';
const POSTED = { messageId: '77' };

describe('a message that comes while nothing waits', () => {
  test('is taken in, worked and marked by one commit', async () => {
    const before = await world.revision();
    expect(await world.takeIn('a', BTC, POSTED)).toBe(true);
    expect(await world.became()).toEqual(['BTC taken']);
    expect(await world.unhandled()).toEqual([]);
    expect(await world.newest('a')).toBe('77');
    expect(await world.revision()).toBe(before + 1);
  });

  test('is taken once, however often and however close together it comes', async () => {
    const twice = [1, 2].map(() => world.takeIn('a', BTC, POSTED));
    expect((await Promise.all(twice)).sort()).toEqual([false, true]);
    expect(await world.takeIn('a', BTC, POSTED)).toBe(false);
    await world.idle();
    expect(await world.became()).toEqual(['BTC taken']);
    expect(world.state().positions.size).toBe(1);
  });

  test('was ignored when it came before: it stays so', async () => {
    await world.ignore('a', POSTED);
    expect(await world.takeIn('a', BTC, POSTED)).toBe(false);
    await world.idle();
    expect(await world.became()).toEqual([]);
    expect(world.state().positions.size).toBe(0);
  });

  test('was read by hand before: it is its channel’s from now on, and traded', async () => {
    await world.readByHand('a', BTC, POSTED);
    expect(await world.takeIn('a', BTC, POSTED)).toBe(true);
    await world.idle();
    expect(await world.became()).toEqual(['BTC taken']);
    expect(world.state().positions.size).toBe(1);
  });

  test('that the bot fails on is kept, and worked in its turn', async () => {
    world.failures.push(new Error('a fault'));
    expect(await world.takeIn('a', BTC, POSTED)).toBe(true);
    await world.idle();
    expect(await world.became()).toEqual(['BTC taken']);
    expect(await world.unhandled()).toEqual([]);
  });

  test('about which the exchange must be asked is in the inbox meanwhile', async () => {
    world.warm.is = false;
    world.market('BTC', NOT_NOW);
    const before = await world.revision();
    expect(await world.takeIn('a', BTC, POSTED)).toBe(true);
    await world.idle();
    // Taken in, and not yet worked, however often it is asked about.
    expect(await world.revision()).toBe(before);
    expect(await world.unhandled()).toEqual(['77']);
    expect(await world.newest('a')).toBe('77');
    world.market('BTC', null);
    await world.pass();
    expect(await world.became()).toEqual(['BTC taken']);
  });

  test('whose market can not be asked waits in the inbox', async () => {
    world.market('BTC', NOT_NOW);
    expect(await world.takeIn('a', BTC, POSTED)).toBe(true);
    await world.idle();
    expect(await world.unhandled()).toEqual(['77']);
    world.market('BTC', null);
    await world.pass();
    expect(await world.became()).toEqual(['BTC taken']);
  });
});

describe('messages that come in one moment', () => {
  test('are decided on in their order', async () => {
    await world.takeInSeveral('a', [BTC, { messageId: '71' }], [ETH, { messageId: '72' }]);
    expect(await world.became()).toEqual(['BTC taken', 'ETH taken']);
    expect(await world.newest('a')).toBe('72');
  });

  test('one that is known already costs those after it nothing, and nothing is taken twice', async () => {
    await world.takeIn('a', BTC, { messageId: '71' });
    const taken = await world.takeInSeveral(
      'a',
      [BTC, { messageId: '71' }],
      [ETH, { messageId: '72' }],
    );
    await world.idle();
    expect(taken).toEqual([false, true]);
    expect(await world.became()).toEqual(['BTC taken', 'ETH taken']);
    expect(world.state().positions.size).toBe(2);
  });

  test('an instruction finds the position of the signal right before it', async () => {
    await world.takeInSeveral(
      'a',
      [BTC, { messageId: '71' }],
      ['Close BTC now at market', { messageId: '72' }],
    );
    await world.idle();
    expect(await world.became()).toEqual(['BTC taken', 'BTC applied']);
  });

  test('one that the database refuses is in the inbox before those after it', async () => {
    await world.refuseTwice('71');
    const taken = await world.takeInSeveral(
      'a',
      [BTC, { messageId: '71' }],
      [ETH, { messageId: '72' }],
    );
    expect(taken).toEqual([true, true]);
    await world.idle();
    expect(await world.became()).toEqual(['BTC taken', 'ETH taken']);
    expect(await world.taken()).toEqual(['71', '72']);
  });
});

test('a message that comes while others wait is worked after them', async () => {
  await world.put('a', BTC);
  world.wake();
  expect(await world.takeIn('a', ETH)).toBe(true);
  await world.idle();
  expect(await world.became()).toEqual(['BTC taken', 'ETH taken']);
});

test('what its owner has changed holds for the very next message', async () => {
  await world.takeIn('a', ETH);
  await world.change('a', { settings: { blockedSymbols: ['BTC'] } });
  await world.takeIn('a', BTC);
  expect(await world.became()).toEqual(['ETH taken', 'BTC denied']);
});
