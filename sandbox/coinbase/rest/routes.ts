import type { Faults } from '../control/faults.ts';
import type { Market } from '../market/market.ts';
import { createAccountRoutes } from './accountRoutes.ts';
import { createGeneralRoutes } from './generalRoutes.ts';
import { createEditRoutes } from './orderEditRoutes.ts';
import { createOrderListRoutes } from './orderListRoutes.ts';
import { createOrderRoutes } from './orderRoutes.ts';
import { createProductRoutes } from './productRoutes.ts';
import type { Route } from './route.ts';

/** Every endpoint of the REST API. */
export function createRoutes(market: Market, faults: Faults): Route[] {
  return [
    ...createGeneralRoutes(market),
    ...createProductRoutes(market),
    ...createAccountRoutes(market),
    ...createOrderRoutes(market, faults),
    ...createEditRoutes(market),
    ...createOrderListRoutes(market),
  ];
}
