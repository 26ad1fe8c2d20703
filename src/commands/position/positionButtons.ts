import { z } from 'zod';
import { component } from '../../discord/command.ts';
import { doConfirmed, doOrAsk } from './askFirst.ts';
import { positionId } from './positionView.ts';
import { type WantedAct, wantedAct } from './wantedAct.ts';

/** What a button wants with no more to say. */
const acts = z.enum(['close', 'cancel', 'breakeven', 'let_run']);

const wantedBy = (act: z.infer<typeof acts>): WantedAct =>
  act === 'close' ? ['close', '100'] : [act];

/** The buttons of a position's page that do something, and those of the questions before it. */
export const positionButtons = [
  component({
    action: 'position_ask',
    who: 'trader',
    answer: 'update',
    args: z.tuple([positionId, acts]),
    execute: (interaction, [of, act], bot) =>
      doOrAsk(interaction, bot, of, wantedBy(act), 'always'),
  }),
  component({
    action: 'position_act',
    who: 'trader',
    answer: 'update',
    args: z.tuple([positionId, acts]),
    execute: (interaction, [of, act], bot) =>
      doOrAsk(interaction, bot, of, wantedBy(act), 'concerns'),
  }),
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
