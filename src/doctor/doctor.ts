import { ConfigError, readConfig } from '../config.ts';
import { examineCoinbase } from './coinbase.ts';
import { examineDatabase } from './database.ts';
import { examineDiscord } from './discord.ts';
import { type Finding, note } from './finding.ts';
import { examineMachine } from './machine.ts';

/**
 * Looks at everything that a start needs, one after the other, and says each as it is found. Changes
 * nothing, trades nothing, posts nothing; a bot that runs goes on. Resolves to whether all is well.
 */
export async function examine(
  env: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
  now: () => number = Date.now,
): Promise<boolean> {
  let isWell = true;
  const tell = (findings: readonly Finding[]) => {
    for (const finding of findings) {
      if (finding.is === 'wrong') isWell = false;
      say(lineOf(finding));
    }
  };
  let config: ReturnType<typeof readConfig>;
  try {
    config = readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say(error.message.replace(/^Pilotfish can't start/, '✗ settings'));
    return false;
  }
  tell(await examineMachine(config));
  tell(await examineDatabase(config));
  if (config.discord === null) {
    tell([note('Discord', 'no token is set: npm start gives the sandbox, on this machine alone')]);
  } else {
    tell(await examineDiscord(config.discord, now));
    tell(await examineCoinbase(config.coinbase, now));
  }
  say(isWell ? 'All that can be seen from here is well.' : 'Something is to be mended: see ✗.');
  return isWell;
}

const MARKS = { ok: '✓', note: '·', wrong: '✗' } as const;

function lineOf({ is, about, says, todo }: Finding): string {
  return `${MARKS[is]} ${about}: ${says}${todo === undefined ? '' : `\n    ${todo}`}`;
}
