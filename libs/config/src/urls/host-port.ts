import { isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'

const name = /^[\p{L}\p{N}_]([\p{L}\p{N}_.-]*[\p{L}\p{N}_.])?$/u

/**
 * Whether something can be looked up: a name, an IPv4 address, an IPv6 address in brackets.
 *
 * errors: an Error whose text says what it must be, for the beginning of a sentence
 */
export function assertHost(host: string): void {
  if (host.startsWith('[')) {
    if (host.endsWith(']') && isIPv6(host.slice(1, -1))) return
    throw new Error('must have an IPv6 address between its brackets')
  }
  if (host === '') throw new Error('must name a host')
  if (host.includes(',')) throw new Error('must name one host')
  if (!name.test(host) || !canBeLookedUp(host))
    throw new Error('must name a host by its name or address')
}

// RFC 1035, section 2.3.4; what ends with a number is an address, and 256.1.1.1 is none.
function canBeLookedUp(host: string): boolean {
  const ascii = domainToASCII(host).replace(/\.$/, '')
  const labels = ascii.split('.')
  return ascii.length <= 253 && labels.every(({ length }) => length > 0 && length <= 63)
}

/** A port that something listens on: 0 would be no place to connect to. */
export function assertPort(port: string): void {
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
    throw new Error('must have a port from 1 to 65535')
}
