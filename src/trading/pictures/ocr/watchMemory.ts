/** A thread beside the one that reads, which is busy for seconds: ends the process that takes too much, or is left alone. */
import { MOST_MEMORY } from '../limits.ts';

const EVERY_MS = 50;
const parent = process.ppid;

setInterval(() => {
  if (process.memoryUsage.rss() > MOST_MEMORY || process.ppid !== parent)
    process.kill(process.pid, 'SIGKILL');
}, EVERY_MS);
