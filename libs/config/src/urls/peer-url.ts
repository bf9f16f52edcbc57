import type { Parse } from '../parsers.ts'
import { assertHost, assertPort } from './host-port.ts'
import { splitUrl } from './split-url.ts'

/** fetch sends nothing to these, whatever listens there: https://fetch.spec.whatwg.org/#port-blocking. */
export const blockedPorts: readonly number[] = [
  ...[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  ],
  ...[
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  ],
  ...[
    512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  ],
  ...[
    995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  ],
  ...[6669, 6679, 6697, 10_080],
]

/**
 * The place of an HTTP service, without a trailing slash.
 *
 * shape: `http://inventory:8081`, a path may follow, of which all requests are part
 */
export const peerUrl: Parse<string> = (value) => {
  const { user, host, port, rest } = splitUrl(value, ['http', 'https'])
  // fetch refuses them, at each request.
  if (user !== undefined) throw new Error('must hold neither user nor password')
  assertHost(host)
  if (port !== undefined) assertPort(port)
  if (blockedPorts.includes(Number(port))) throw new Error('must have a port that fetch takes')
  if (rest.includes('?')) throw new Error('must end with its path: no ? may follow')
  if (!URL.canParse(value)) throw new Error('must be a URL such as http://inventory:8081')
  return value.replace(/\/+$/, '')
}
