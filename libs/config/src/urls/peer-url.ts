import type { Parse } from '../parsers.ts'
import { assertHost, assertPort } from './host-port.ts'
import { splitUrl } from './split-url.ts'

/**
 * The place of an HTTP service, without a trailing slash.
 *
 * shape: `http://inventory:8081`, a path may follow, of which all requests are part
 */
export const peerUrl: Parse<string> = (value) => {
  const { user, host, port, rest } = splitUrl(value, ['http', 'https'])
  // They would not be sent.
  if (user !== undefined) throw new Error('must hold neither user nor password')
  assertHost(host)
  if (port !== undefined) assertPort(port)
  if (rest.includes('?')) throw new Error('must end with its path: no ? may follow')
  if (!URL.canParse(value)) throw new Error('must be a URL such as http://inventory:8081')
  return value.replace(/\/+$/, '')
}
