import type { Parse } from '../parsers.ts'
import { assertHost, assertPort } from './host-port.ts'
import { splitUrl } from './split-url.ts'

const trueOrFalse = /^(true|false)$/
const word = /^[\w.:-]+$/

/** Of what nodemailer takes from a URL: the rest would change where mails go, how long is waited and what is logged. */
const parameters: Readonly<Record<string, RegExp>> = {
  secure: trueOrFalse,
  ignoreTLS: trueOrFalse,
  requireTLS: trueOrFalse,
  opportunisticTLS: trueOrFalse,
  'tls.rejectUnauthorized': trueOrFalse,
  'tls.servername': word,
  'tls.minVersion': /^TLSv1(\.[123])?$/,
  authMethod: /^(PLAIN|LOGIN|CRAM-MD5)$/i,
  name: word,
  localAddress: word,
}

/**
 * A mail server.
 *
 * shape: `smtp://user:password@mail:587`, TLS by STARTTLS where the server offers it; `smtps://` with TLS at once; user
 *        and password may be left out together; `?requireTLS=true` refuses to speak in the clear
 */
export const smtpUrl: Parse<string> = (value) => {
  const { user, password, host, port, rest } = splitUrl(value, ['smtp', 'smtps'])
  assertHost(host)
  if (port !== undefined) assertPort(port)
  if (user !== undefined && (!user || !password))
    throw new Error('must have both user and password, or neither')
  const [path = '', query = ''] = rest.split(/\?(.*)/s)
  if (path.length > 1) throw new Error('must have no path')
  assertParameters(new URLSearchParams(query))
  if (!URL.canParse(value)) throw new Error('must be a URL such as smtp://mail:587')
  return value
}

function assertParameters(found: URLSearchParams): void {
  for (const [name, value] of found) {
    // What is no name may be a part of a password, and is not repeated.
    const grammar = new Map(Object.entries(parameters)).get(name)
    if (!grammar)
      throw new Error(`must have no parameters but ${Object.keys(parameters).join(', ')}`)
    if (found.getAll(name).length > 1) throw new Error(`must have ${name} once`)
    if (!grammar.test(value)) throw new Error(`must have ${inWords(grammar)} as ${name}`)
  }
}

function inWords(grammar: RegExp): string {
  return grammar === trueOrFalse ? 'true or false' : 'another value'
}
