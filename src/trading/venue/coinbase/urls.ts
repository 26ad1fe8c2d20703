/** Where Coinbase is; tests and the sandbox point elsewhere. */
export type CoinbaseUrls = {
  /** Origin of the REST API, without a path. */
  rest: string;
  /** WebSocket of public prices. */
  marketData: string;
  /** WebSocket of the account's own orders. */
  userData: string;
};

export const COINBASE_URLS: CoinbaseUrls = {
  rest: 'https://api.coinbase.com',
  marketData: 'wss://advanced-trade-ws.coinbase.com',
  userData: 'wss://advanced-trade-ws-user.coinbase.com',
};
