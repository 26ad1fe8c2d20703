import type { ActionRowBuilder, APIEmbed, ButtonBuilder } from 'discord.js';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { Refusal } from '../../discord/command.ts';
import { positionCard } from '../../notices/cards/positionCard.ts';
import { positionRows } from '../../notices/components/positionRows.ts';
import { readStory } from '../../notices/delivery/readStory.ts';
import { fitEmbed } from '../../notices/words/embedLimits.ts';
import { lastPrices } from '../../trading/market/lastPrices.ts';
import { findPosition } from '../../trading/store/core/positions.ts';
import { type ProductState, productState } from '../../trading/strategy/book/productState.ts';
import { isActive } from '../../trading/strategy/model/positionStatus.ts';
import type { Position, State } from '../../trading/strategy/model/state.ts';

/** A position's id in a custom id. */
export const positionId = z.string().min(1).max(20);

const PRODUCT_STATES: Readonly<Record<ProductState, string>> = {
  idle: '**idle**, nothing is wanted',
  buying: '**buying**, an entry may still fill',
  selling: '**selling**, what is open waits for its way out',
};

/** What the engine is doing on a product; for a short the words mean opening and closing. */
export function productStateWords(state: State, productId: string): string {
  return PRODUCT_STATES[productState(state, productId)];
}

export type PositionView = {
  content?: string;
  embeds: APIEmbed[];
  components: ActionRowBuilder<ButtonBuilder>[];
};

/** The position as last committed, also one that ended long ago. Throws Refusal when there is none. */
export async function getPosition(app: App, id: string): Promise<Position> {
  const state = await app.trader.state();
  const found = state.positions.get(id) ?? (await findPosition(app.db, id));
  if (!found) throw new Refusal(`There is no position ${id.slice(0, 20)}. /position lists them.`);
  return found;
}

/** A position's card with the buttons that make sense for it now; `said` above it. */
export async function positionView(app: App, id: string, said = ''): Promise<PositionView> {
  const position = await getPosition(app, id);
  const { product } = position;
  const prices = isActive(position) ? await lastPrices(app, [product.id]) : new Map();
  // A page without its story is better than none while the database is away.
  const story = await readStory(app.db, id).catch(() => null);
  const card = positionCard(position, prices.get(product.id) ?? null, story);
  const doing = {
    name: product.id,
    value: productStateWords(await app.trader.state(), product.id),
  };
  return {
    content: said,
    embeds: [fitEmbed({ ...card, fields: [...(card.fields ?? []), doing] })],
    components: positionRows(position, 'position'),
  };
}
