/**
 * The least that a bot which loses no order can do between a post and its order: stock discord.js
 * hears the message, one durable commit keeps it, one request on an open connection sends the order.
 * bench/signal.ts starts it beside the bot and measures both in one run.
 */
import { Client, GatewayIntentBits } from 'discord.js';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/trading/store/server/embeddedPostgres.ts';

const {
  DATA_DIR = '',
  DISCORD_TOKEN = '',
  DISCORD_API_URL = '',
  ORDERS_URL = '',
  BYTES = '0',
} = process.env;

const database = await startEmbeddedPostgres(DATA_DIR);
const db = new pg.Client({ connectionString: database.url });
await db.connect();
await db.query('create table if not exists kept (body text not null)');
const { GuildMessages, Guilds, MessageContent } = GatewayIntentBits;
const client = new Client({
  intents: [Guilds, GuildMessages, MessageContent],
  rest: { api: DISCORD_API_URL },
});
client.on('messageCreate', async ({ content }) => {
  await db.query('insert into kept (body) values ($1)', [content.padEnd(Number(BYTES), content)]);
  const answer = await fetch(ORDERS_URL, { method: 'POST', body: content });
  await answer.arrayBuffer();
});
process.once('SIGTERM', async () => {
  await client.destroy();
  await db.end();
  await database.stop();
  process.exit(0);
});
await client.login(DISCORD_TOKEN);
process.stdout.write('ready\n');
