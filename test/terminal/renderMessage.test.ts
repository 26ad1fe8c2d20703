import { ButtonStyle, ComponentType } from 'discord.js';
import { expect, test } from 'vitest';
import { renderMessage } from '../../sandbox/terminal/renderMessage.ts';
import { renderNotice } from '../../src/notices/cards/renderNotice.ts';

test('a notice in a terminal reads as it does in Discord', () => {
  const embed = renderNotice({
    kind: 'error',
    what: 'The venue is not answering',
    lost: 'Nothing: orders_are *kept*.',
    todo: 'Wait, or see <https://example.org>.',
  });
  const button = (label: string, disabled: boolean) =>
    ({
      type: ComponentType.Button,
      style: ButtonStyle.Primary,
      custom_id: label,
      label,
      disabled,
    }) as const;
  const components = [
    {
      type: ComponentType.ActionRow as const,
      components: [button('Retry', false), button('Ignore', true)],
    },
  ];
  expect(renderMessage({ content: 'since <t:1700000000:R>', embeds: [embed], components })).toEqual(
    [
      'since 2023-11-14 22:13:20',
      '▌ The venue is not answering',
      '▌ What was lost: Nothing: orders_are *kept*.',
      '▌ What to do: Wait, or see <https://example.org>.',
      '[Retry] [Ignore (off)]',
    ],
  );
});
