import { type Kysely, sql } from 'kysely';

/** Everything the first release keeps. Times are timestamptz, amounts numeric, documents jsonb. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table watches (
      id serial primary key,
      guild_id text,
      channel_id text not null,
      name text not null,
      settings jsonb not null,
      added_by text not null,
      added_at timestamptz not null,
      removed_at timestamptz,
      last_message_id text
    )`,
    `create unique index watches_channel on watches (channel_id) where removed_at is null`,

    `create table inbox (
      seq bigserial primary key,
      message_id text not null,
      kind text not null check (kind in ('posted', 'edited', 'deleted')),
      revision bigint not null,
      watch_id integer not null references watches,
      channel_id text not null,
      author_id text not null,
      author_name text not null,
      replied_to_message_id text,
      body jsonb not null,
      posted_at timestamptz not null,
      received_at timestamptz not null,
      handled_at timestamptz,
      unique (message_id, kind, revision)
    )`,
    `create index inbox_unhandled on inbox (seq) where handled_at is null`,

    `create table readings (
      id bigserial primary key,
      inbox_seq bigint not null references inbox,
      message_id text not null,
      revision bigint not null,
      reading_index integer not null,
      watch_id integer not null references watches,
      kind text not null,
      symbol text,
      reading jsonb not null,
      outcome text not null,
      rule text,
      why text,
      position_id text,
      at timestamptz not null,
      unique (inbox_seq, reading_index)
    )`,
    `create index readings_message on readings (message_id)`,
    `create index readings_of_interest on readings (id desc) where kind <> 'none'`,

    `create table journal (
      seq bigserial primary key,
      at timestamptz not null,
      event jsonb not null
    )`,
    `create table core_state (
      id integer primary key check (id = 1),
      install text not null,
      body jsonb not null
    )`,

    `create table positions (
      id text primary key,
      account text not null,
      product_id text not null,
      side text not null,
      status text not null,
      watch_id text not null,
      provider_id text not null,
      message_id text not null,
      body jsonb not null,
      created_at timestamptz not null,
      opened_at timestamptz,
      closed_at timestamptz,
      net numeric,
      fees numeric
    )`,
    `create index positions_active on positions (id) where status in ('pending', 'open', 'closing')`,
    `create index positions_closed on positions (closed_at)`,

    `create table orders (
      id text primary key,
      position_id text not null references positions,
      account text not null,
      product_id text not null,
      venue_order_id text,
      purpose text not null,
      status text not null,
      filled_size numeric not null,
      filled_value numeric not null,
      fees numeric not null,
      body jsonb not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`,
    `create index orders_position on orders (position_id)`,
    `create unique index orders_venue on orders (account, venue_order_id) where venue_order_id is not null`,

    `create table intents (
      id bigserial primary key,
      kind text not null check (kind in ('place', 'replace', 'cancel')),
      account text not null,
      order_id text not null references orders,
      position_id text not null,
      request jsonb,
      created_at timestamptz not null,
      answered_at timestamptz
    )`,
    `create unique index intents_one_place on intents (order_id) where kind = 'place'`,
    `create index intents_unanswered on intents (id) where answered_at is null`,

    `create table fills (
      account text not null,
      trade_id text not null,
      order_id text not null,
      position_id text not null,
      product_id text not null,
      side text not null,
      price numeric not null,
      size numeric not null,
      fee numeric not null,
      liquidity text not null,
      at timestamptz not null,
      primary key (account, trade_id)
    )`,
    `create index fills_position on fills (position_id)`,

    `create table notices (
      id bigserial primary key,
      nonce text not null unique,
      kind text not null,
      notice jsonb not null,
      created_at timestamptz not null,
      sent_at timestamptz,
      message_id text,
      attempts integer not null default 0,
      last_error text
    )`,
    `create index notices_unsent on notices (id) where sent_at is null`,

    `create table settings_changes (
      id serial primary key,
      scope text not null,
      value jsonb not null,
      changed_by text not null,
      changed_at timestamptz not null
    )`,
    `create index settings_changes_scope on settings_changes (scope, id desc)`,

    `create table audit (
      id bigserial primary key,
      at timestamptz not null,
      user_id text not null,
      user_name text not null,
      action text not null,
      allowed boolean not null,
      detail jsonb not null
    )`,
    `create table jobs (name text primary key, last_run_at timestamptz not null)`,
    `create table products (
      account text not null,
      id text not null,
      body jsonb not null,
      refreshed_at timestamptz not null,
      primary key (account, id)
    )`,
    `create table capabilities (
      account text not null,
      product_id text not null,
      body jsonb not null,
      learned_at timestamptz not null,
      primary key (account, product_id)
    )`,
    `create table equity (
      account text not null,
      at timestamptz not null,
      equity numeric not null,
      primary key (account, at)
    )`,
    `create table simulated_exchange (
      account text primary key,
      body jsonb not null,
      saved_at timestamptz not null
    )`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
