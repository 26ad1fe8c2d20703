/** Where Coinbase is; tests and the sandbox point elsewhere. */
export type CoinbaseUrls = {
  /** The REST API up to its version. */
  rest: string;
  /** WebSocket of public prices. */
  marketSocket: string;
  /** WebSocket of the account's own orders. */
  userSocket: string;
};

export const COINBASE_URLS: CoinbaseUrls = {
  rest: 'https://api.coinbase.com/api/v3',
  marketSocket: 'wss://advanced-trade-ws.coinbase.com',
  userSocket: 'wss://advanced-trade-ws-user.coinbase.com',
};
