// Takes the place of the network: one name leads here, every other is refused, and counted where a table is given, so that a test can say that
// nobody else was called. Browsers call home for reasons of their own and are given a network that does not count.
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { listen } from './state.mjs';

const count = (table, name) => { table[name] = (table[name] ?? 0) + 1; };

export function startProxy(name, port, table = {}) {
  const target = `${name}:443`;
  const proxy = createServer((request, response) => {
    count(table, request.url);
    response.writeHead(403).end();
  });
  proxy.on('connect', (request, socket, head) => {
    socket.on('error', () => {});
    if (request.url !== target) {
      count(table, request.url);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const here = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      here.write(head);
      here.pipe(socket);
      socket.pipe(here);
    });
    here.on('error', () => socket.destroy());
  });
  return listen(proxy);
}
