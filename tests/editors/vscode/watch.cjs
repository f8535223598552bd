/**
 * Loaded into every Node below code-server: notes in a file where each connects to.
 *
 * A line a process, `watched NAME`, and one for each connection or name that is looked up beyond
 * this machine, `asked HOST`.
 */

'use strict';

const { appendFileSync } = require('node:fs');
const dns = require('node:dns');
const net = require('node:net');

const file = process.env.HANARE_TEST_WATCH;
const note = (line) => appendFileSync(file, `${line}\n`);
const LOCAL = new Set(['localhost', '127.0.0.1', '::1', '0.0.0.0', '::', '']);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  // Node itself passes one array of what the caller had given.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const isPath = typeof first === 'string' && !/^\d+$/.test(first);
  const host = typeof first === 'object' ? (first.path ? '' : (first.host ?? '')) : (second ?? '');
  if (!isPath && typeof host === 'string' && !LOCAL.has(host)) {
    note(`asked ${host}`);
  }
  return connect.apply(this, args);
};

for (const owner of [dns, dns.promises]) {
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
    const before = owner[name];
    owner[name] = function (host, ...rest) {
      if (typeof host === 'string' && !LOCAL.has(host)) {
        note(`asked ${host}`);
      }
      return before.call(this, host, ...rest);
    };
  }
}

note(`watched ${process.argv.slice(1).join(' ')}`);
