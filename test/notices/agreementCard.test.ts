import { expect, test } from 'vitest';
import { noticeMessage } from '../../src/notices/delivery/noticeMessage.ts';
import type { Notice } from '../../src/trading/strategy/model/notice.ts';
import { signalOf, sourceOf } from '../trading/strategy/given.ts';

const until = Date.UTC(2026, 0, 5, 16, 40);
const waiting: Extract<Notice, { kind: 'agreement' }> = {
  kind: 'agreement',
  source: sourceOf('m1', { providerName: 'Percy' }),
  signal: signalOf(),
  needed: 2,
  agreeing: ['Percy'],
  levels: 'newest',
  until,
  end: null,
};

function shown(notice: Notice) {
  const { body } = noticeMessage([notice], false);
  const [embed] = body.embeds;
  return { title: embed?.title, text: embed?.description ?? '', buttons: body.components.length };
}

test('a signal that waits says for how many, of whom, until when and with whose levels, and can be taken', () => {
  const { title, text, buttons } = shown(waiting);
  expect(title).toBe('Waits for others: long BTC');
  expect(text).toContain('**1 of 2**: Percy\n');
  expect(text).toContain(`Waits until <t:${until / 1000}:t>`);
  expect(text).toContain('with the levels of whoever says it last');
  expect(buttons).toBe(1);
});

test('in the end it says what it was entered as, and offers nothing', () => {
  const end = { as: 'entered', positionId: '7', levels: 'Harriet' } as const;
  const { title, text, buttons } = shown({ ...waiting, agreeing: ['Percy', 'Harriet'], end });
  expect(title).toBe('Entered: long BTC');
  expect(text).toBe(
    '**2 of 2**: Percy, Harriet\nEntered as position 7, with the levels of Harriet.',
  );
  expect(buttons).toBe(0);
});

test('it stands alone in its message, as it is edited later', () => {
  const end = { as: 'expired' } as const;
  const ended: Notice = { ...waiting, end };
  expect(noticeMessage([ended, ended], false).held).toBe(1);
});
