import type { Parse } from '../parsers.ts'
import { assertHost, assertPort } from './host-port.ts'

/**
 * A list of brokers.
 *
 * shape: `host:port`, separated by commas; an IPv6 address stands in brackets: `[::1]:9092`
 */
export const brokers: Parse<readonly string[]> = (value) => {
  const list = value.split(',').map((broker) => broker.trim())
  for (const broker of list) assertBroker(broker)
  return list
}

function assertBroker(broker: string): void {
  if (broker === '') throw new Error('must have a host:port between its commas')
  if (broker.includes('://')) throw new Error('must be host:port without a protocol before it')
  if (/[@/?#\s]/.test(broker)) throw new Error('must be a list of host:port, separated by commas')
  if (/^[^[]*:.*:/.test(broker))
    throw new Error('must have IPv6 addresses in brackets, such as [::1]:9092')
  const [, host = '', port] = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/.exec(broker) ?? []
  assertHost(host)
  if (port === undefined) throw new Error('must have a port for each host, such as kafka:9092')
  assertPort(port)
}
