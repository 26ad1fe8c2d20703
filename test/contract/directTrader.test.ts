import { traderContract } from './trader.ts';

traderContract(async (network) => network.pilotfish().app.trader);
