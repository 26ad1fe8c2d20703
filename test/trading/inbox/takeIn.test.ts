import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ETH as ETH_USD, marketOf } from '../strategy/given.ts';
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

  test('came in by a try whose answer was lost: it is known when it is tried again, and worked', async () => {
    await world.put('a', BTC, POSTED);
    expect(await world.takeIn('a', BTC, POSTED)).toBe(false);
    await world.idle();
    expect(await world.became()).toEqual(['BTC taken']);
    expect(await world.unhandled()).toEqual([]);
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

  test('do not wait for one answer of the database each: they are one commit, in their order', async () => {
    const before = await world.revision();
    await world.comeTogether('a', [BTC, { messageId: '71' }], [ETH, { messageId: '72' }]);
    expect(await world.revision()).toBe(before + 1);
    expect(await world.became()).toEqual(['BTC taken', 'ETH taken']);
    expect(await world.taken()).toEqual(['71', '72']);
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

test('a message behind a signal that waits for its market waits with it, and no other channel does', async () => {
  world.market('BTC', NOT_NOW);
  await world.post('a', BTC);
  expect(await world.takeIn('a', ETH, { messageId: '78' })).toBe(true);
  expect(await world.takeIn('b', ETH, { messageId: '79' })).toBe(true);
  await world.idle();
  expect(await world.became()).toEqual(['ETH taken']);
  expect(await world.unhandled()).toContain('78');
  world.market('BTC', null);
  await world.pass();
  expect(await world.became()).toEqual(['ETH taken', 'BTC taken', 'ETH taken']);
});

test('one that can not be worked at once is in the inbox after those before it, however long they take', async () => {
  const refusal = Promise.withResolvers<Error>();
  world.failures.push(refusal.promise);
  const first = world.takeIn('a', BTC, { messageId: '71' });
  await world.taken();
  world.market('ETH', NOT_NOW);
  const second = world.takeIn('a', ETH, { messageId: '72' });
  // Time enough for the second to come first.
  for (let looks = 0; looks < 20; looks += 1) expect(await world.taken()).toEqual([]);
  refusal.resolve(new Error('a fault'));
  expect(await Promise.all([first, second])).toEqual([true, true]);
  expect(await world.taken()).toEqual(['71', '72']);
});

test('a no of what is remembered is none: the exchange is asked first', async () => {
  world.remember('BTC', marketOf('50500', { quoteAvailable: '0' }));
  await world.post('a', BTC);
  expect(world.asked).toEqual(['paper BTC']);
  expect(await world.became()).toEqual(['BTC taken']);
  world.remember('ETH', marketOf('3000', { product: ETH_USD }));
  await world.post('a', ETH);
  expect(world.asked).toEqual(['paper BTC']);
  expect(await world.became()).toEqual(['BTC taken', 'ETH taken']);
});

test('what its owner has changed holds for the very next message', async () => {
  await world.takeIn('a', ETH);
  await world.change('a', { settings: { blockedSymbols: ['BTC'] } });
  await world.takeIn('a', BTC);
  expect(await world.became()).toEqual(['ETH taken', 'BTC denied']);
});

test('what its owner changes while a message waits for long holds for it', async () => {
  const { terms } = world.askForTerms('a');
  await terms;
  await world.change('a', { settings: { blockedSymbols: ['BTC'] } });
  await world.takeInBy({ terms, isYoung: () => false }, 'a', BTC);
  await world.idle();
  expect(await world.became()).toEqual(['BTC denied']);
});

test('terms are asked for once in one moment, and anew in the next', async () => {
  const first = world.askForTerms('a');
  expect(world.askForTerms('a')).toBe(first);
  expect(world.askForTerms('b')).not.toBe(first);
  await world.change('a', { settings: { blockedSymbols: ['BTC'] } });
  expect((await world.askForTerms('a').terms)?.settings.blockedSymbols).toEqual(['BTC']);
  expect(first.isYoung()).toBe(true);
});
