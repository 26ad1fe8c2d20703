import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** What axios takes as `transport`. */
export type Transport = {
  request(
    options: http.RequestOptions,
    onResponse: (response: http.IncomingMessage) => void,
  ): http.ClientRequest;
};

/**
 * Asks for leave right before a request's first byte is written: after whatever it had to wait for,
 * its connection too, during any of which this process may have stood still. Without leave the
 * request is dropped with the error, and nothing of it reaches the network.
 */
export function askingLeave(url: string, mayLeave: () => boolean, without: () => Error): Transport {
  const { request } = new URL(url).protocol === 'https:' ? https : http;
  return {
    request: (options, onResponse) => {
      const asked = request(options, onResponse);
      const ask = () => {
        if (!mayLeave()) asked.destroy(without());
      };
      // Node writes the request right after this event, or once the socket is connected and secure.
      asked.once('socket', (socket: Socket) => {
        ask();
        if (!socket.connecting) return;
        socket.prependOnceListener('connect', ask);
        socket.prependOnceListener('secureConnect', ask);
      });
      return asked;
    },
  };
}
