import { type REST, RequestMethod, Routes } from 'discord.js';
import type { MarketData } from '../../trading/venue/marketData.ts';
import type { Bot } from '../bot.ts';
import { type ClockSample, clockOffset, provenOff } from './clockOffset.ts';

/** How far this machine's clock may be from Discord's before that is told. */
const TOLERANCE_MS = 10_000;
/** So many looks of each kind count: the newest ones. */
const SAMPLES = 4;

/** Whose clocks this machine's is held against, the one that is named first where both say so. */
const THEIRS = ['Discord’s', 'Coinbase’s'] as const;
type Theirs = (typeof THEIRS)[number];
type Off = { by: number; whose: Theirs };

/** This machine's clock held against Discord's and the exchange's; it outlives a session. */
export type ClockWatch = {
  /** A message that was just told, made then by Discord's clock. */
  onMessage(theirMade: number): void;
  /**
   * Asks both for the time, and tells the owner when the clock is off, or right again. Rejects when
   * one of them did not say, having looked at the other.
   */
  look(bot: Bot): Promise<void>;
  /** What is the matter, in a sentence; null when all is well. */
  trouble(): string | null;
};

export function createClockWatch(now: () => number): ClockWatch {
  const samples: Record<Theirs, ClockSample[]> = { 'Discord’s': [], 'Coinbase’s': [] };
  /** By whose clock it was off, as it was last told; null: it was right. */
  let told: Theirs | null = null;
  const add = (whose: Theirs, sample: ClockSample) => {
    const alike = samples[whose].filter(({ kind }) => kind === sample.kind);
    const tooOld = alike.length < SAMPLES ? null : alike[0];
    samples[whose] = [...samples[whose].filter((one) => one !== tooOld), sample];
  };
  const off = (): Off | null => {
    const all = THEIRS.map((whose) => ({
      whose,
      by: provenOff(clockOffset(samples[whose]), TOLERANCE_MS),
    }));
    return all.find(({ by }) => by !== 0) ?? null;
  };

  return {
    onMessage(theirMade) {
      add('Discord’s', { kind: 'message', ourReceived: now(), theirMade });
    },
    async look(bot) {
      const looks = await Promise.allSettled([
        askForTime(bot.client.rest, now).then((sample) => sample && add('Discord’s', sample)),
        askExchange(bot.app.marketData, now).then((sample) => add('Coinbase’s', sample)),
      ]);
      const found = off();
      const whose = found?.whose ?? null;
      if (whose !== told) {
        await tell(bot, found);
        told = whose;
      }
      const failed = looks.find((look) => look.status === 'rejected');
      if (failed) throw failed.reason;
    },
    trouble() {
      const found = off();
      return found && `This machine’s clock is ${inWords(found)}.`;
    },
  };

  async function tell(bot: Bot, found: Off | null): Promise<void> {
    const notice =
      found === null
        ? ({
            kind: 'error',
            over: true,
            what: 'This machine’s clock is right again',
            lost: 'Nothing more: how old a signal is can be told.',
            todo: '',
          } as const)
        : ({
            kind: 'error',
            what: `This machine’s clock is ${inWords(found)}`,
            lost: `${COMES_OF[found.whose]} ${
              found.by > 0
                ? 'Signals look older than they are: they are refused as too old.'
                : 'Signals look newer than they are: old ones may be taken for new.'
            }`.trim(),
            todo: 'Set the clock of the machine that the bot runs on, and let it be kept right over the network (NTP). /pause until then, if it is behind.',
          } as const);
    bot.app.log.error({ offByMs: found?.by ?? 0 }, notice.what);
    await bot.app.tell(`clock ${now()}`, notice);
  }
}

/** Coinbase takes no token that is two minutes older or newer than its clock says. */
const COMES_OF: Record<Theirs, string> = {
  'Discord’s': '',
  'Coinbase’s': 'Coinbase may take no order at all: each is signed with the time.',
};

async function askExchange(
  marketData: Pick<MarketData, 'time'>,
  now: () => number,
): Promise<ClockSample> {
  const ourSent = now();
  const theirSecond = await marketData.time();
  return { kind: 'answer', ourSent, ourReceived: now(), theirSecond };
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
function inWords({ by, whose }: Off): string {
  const seconds = Math.floor(Math.abs(by) / 1_000);
  const minutes = Math.floor(seconds / 60);
  const amount = minutes >= 2 ? `${minutes} minutes` : `${seconds} seconds`;
  return `at least ${amount} ${by > 0 ? 'ahead of' : 'behind'} ${whose}`;
}
