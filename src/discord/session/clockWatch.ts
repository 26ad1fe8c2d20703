import { type REST, RequestMethod, Routes } from 'discord.js';
import type { Bot } from '../bot.ts';
import { type ClockSample, clockOffset, provenOff } from './clockOffset.ts';

/** How far this machine's clock may be from Discord's before that is told. */
const TOLERANCE_MS = 10_000;
/** So many looks of each kind count: the newest ones. */
const SAMPLES = 4;

/** This machine's clock held against Discord's; it outlives a session. */
export type ClockWatch = {
  /** A message that was just told, made then by Discord's clock. */
  onMessage(theirMade: number): void;
  /** Asks Discord for the time, and tells the owner when the clock is off, or right again. */
  look(bot: Bot): Promise<void>;
  /** What is the matter, in a sentence; null when all is well. */
  trouble(): string | null;
};

export function createClockWatch(now: () => number): ClockWatch {
  let samples: ClockSample[] = [];
  let told = false;
  const add = (sample: ClockSample) => {
    const alike = samples.filter(({ kind }) => kind === sample.kind);
    const tooOld = alike.length < SAMPLES ? null : alike[0];
    samples = [...samples.filter((one) => one !== tooOld), sample];
  };
  const off = () => provenOff(clockOffset(samples), TOLERANCE_MS);
  const trouble = () => (off() === 0 ? null : `This machine’s clock is ${inWords(off())}.`);

  return {
    onMessage(theirMade) {
      add({ kind: 'message', ourReceived: now(), theirMade });
    },
    async look(bot) {
      const sample = await askForTime(bot.client.rest, now);
      if (sample !== null) add(sample);
      const isOff = off() !== 0;
      if (isOff === told) return;
      await tell(bot, off());
      told = isOff;
    },
    trouble,
  };

  async function tell(bot: Bot, by: number): Promise<void> {
    const notice =
      by === 0
        ? ({
            kind: 'error',
            over: true,
            what: 'This machine’s clock is right again',
            lost: 'Nothing more: how old a signal is can be told.',
            todo: '',
          } as const)
        : ({
            kind: 'error',
            what: `This machine’s clock is ${inWords(by)}`,
            lost:
              by > 0
                ? 'Signals look older than they are: they are refused as too old.'
                : 'Signals look newer than they are: old ones may be taken for new.',
            todo: 'Set the clock of the machine that the bot runs on, and let it be kept right over the network (NTP). /pause until then, if it is behind.',
          } as const);
    bot.app.log.error({ offByMs: by }, notice.what);
    await bot.app.tell(`clock ${now()}`, notice);
  }
}

/** One look at Discord's clock, which nobody has to be logged in for; null: Discord did not say. */
export async function askForTime(rest: REST, now: () => number): Promise<ClockSample | null> {
  const ourSent = now();
  const answer = await rest.queueRequest({
    method: RequestMethod.Get,
    fullRoute: Routes.gateway(),
    auth: false,
  });
  const ourReceived = now();
  await answer.text();
  const theirSecond = Date.parse(answer.headers.get('date') ?? '');
  return Number.isNaN(theirSecond) ? null : { kind: 'answer', ourSent, ourReceived, theirSecond };
}

/** "6 minutes ahead of Discord’s"; rounded down, as no more than that is proven. */
function inWords(by: number): string {
  const seconds = Math.floor(Math.abs(by) / 1_000);
  const minutes = Math.floor(seconds / 60);
  const amount = minutes >= 2 ? `${minutes} minutes` : `${seconds} seconds`;
  return `at least ${amount} ${by > 0 ? 'ahead of' : 'behind'} Discord’s`;
}
