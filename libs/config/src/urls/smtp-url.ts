import type { Parse } from '../parsers.ts'
import { assertHost, assertPort } from './host-port.ts'
import { splitUrl } from './split-url.ts'

/**
 * A mail server.
 *
 * shape: `smtp://user:password@mail:587`, TLS by STARTTLS where the server offers it; `smtps://` with TLS at once; user
 *        and password may be left out together
 */
export const smtpUrl: Parse<string> = (value) => {
  const { user, password, host, port, rest } = splitUrl(value, ['smtp', 'smtps'])
  assertHost(host)
  if (port !== undefined) assertPort(port)
  if (user === '' || (user !== undefined && !password))
    throw new Error('must have both user and password, or neither')
  if (/^\/[^?]/.test(rest)) throw new Error('must have no path')
  if (!URL.canParse(value)) throw new Error('must be a URL such as smtp://mail:587')
  return value
}
