import { createInboxLoop, type InboxLoop } from '../inbox/inboxLoop.ts';
import { createReader, type Reader } from '../inbox/reader.ts';
import { createPictureReader, type PictureReader } from '../pictures/pictureReader.ts';
import { createSecondReader, type SecondReader } from '../secondReader/secondReader.ts';
import type { TradingParts } from './parts.ts';
import type { Accounts } from './startAccounts.ts';
import type { Core } from './startCore.ts';

/** What reads messages and brings what they say to the core. */
export type Reading = {
  reader: Reader;
  secondReader: SecondReader | null;
  pictures: PictureReader;
  inbox: InboxLoop;
};

/** Starts reading; nothing new is read until the inbox is woken. */
export function startReading(
  parts: TradingParts,
  { engine, tell, marketData }: Core,
  { accounts, current }: Accounts,
): Reading {
  const { config, db, tasks, log, now } = parts;
  const reader = createReader({ db, catalogue: () => current().catalogue, marketData, log });
  const working = { db, engine, accounts, current, reader, marketData, tell, tasks, log, now };
  const secondReader =
    config.secondReader && createSecondReader({ ...working, config: config.secondReader });
  const discordOrigin = config.discord?.apiUrl ? new URL(config.discord.apiUrl).origin : null;
  const pictures = createPictureReader({ ...working, second: secondReader, discordOrigin });
  parts.closers.unshift(pictures.stop);
  const inbox = createInboxLoop({
    ...working,
    second: secondReader,
    pictures,
    isWell: () => parts.health.trouble() === null,
  });
  // What was put off when the bot ended is asked now.
  secondReader?.wake();
  pictures.wake();
  return { reader, secondReader, pictures, inbox };
}
