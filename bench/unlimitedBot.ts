/** The bot as its owner runs it, but for the exchange's limit of requests, which is out of the way. */
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { startPilotfish } from '../src/pilotfish.ts';

const config = readConfig(process.env);
const pilotfish = await startPilotfish(config, createLog(config.logLevel), {
  venueTiming: { requestsPerSecond: 3_000 },
});
process.once('SIGTERM', async () => {
  await pilotfish.stop();
  process.exit();
});
process.stdout.write('ready\n');
