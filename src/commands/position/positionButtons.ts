import { z } from 'zod';
import { type Component, component } from '../../discord/command.ts';
import type { PositionPlace } from '../../notices/components/positionRows.ts';
import { doConfirmed, doOrAsk } from './askFirst.ts';
import { positionId } from './positionView.ts';
import { type WantedAct, wantedAct } from './wantedAct.ts';

/** What a button wants with no more to say. */
const acts = z.enum([
  'close_25',
  'close_50',
  'close_75',
  'close',
  'cancel',
  'breakeven',
  'let_run',
]);

function wantedBy(act: z.infer<typeof acts>): WantedAct {
  switch (act) {
    case 'close':
      return ['close', '100'];
    case 'close_25':
    case 'close_50':
    case 'close_75':
      return ['close', act.slice('close_'.length)];
    default:
      return [act];
  }
}

/** The buttons of a position that do something, wherever they stand; and those of the questions before it. */
export const positionButtons: readonly Component[] = [
  ...buttonsAt('position', 'update'),
  ...buttonsAt('card', 'reply'),
  component({
    action: 'position_confirm',
    who: 'trader',
    answer: 'update',
    args: z
      .tuple([positionId, z.string().regex(/^(-|[a-z]{1,5})$/)])
      .rest(z.string())
      .transform(([of, asked, ...wanted], context) => {
        const parsed = wantedAct.safeParse(wanted);
        if (parsed.success) return [of, asked, parsed.data] as const;
        context.addIssue({ code: 'custom', message: 'no act' });
        return z.NEVER;
      }),
    execute: (interaction, [of, asked, wanted], bot) =>
      doConfirmed(interaction, bot, of, wanted, asked),
  }),
];

function buttonsAt(place: PositionPlace, answer: Component['answer']): Component[] {
  return [
    component({
      action: `${place}_ask`,
      who: 'trader',
      answer,
      args: z.tuple([positionId, acts]),
      execute: (interaction, [of, act], bot) =>
        doOrAsk(interaction, bot, of, wantedBy(act), 'always'),
    }),
    component({
      action: `${place}_act`,
      who: 'trader',
      answer,
      args: z.tuple([positionId, acts]),
      execute: (interaction, [of, act], bot) =>
        doOrAsk(interaction, bot, of, wantedBy(act), 'concerns'),
    }),
  ];
}
