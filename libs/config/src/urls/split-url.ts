/** What stands where in a URL, before anything is decoded; `rest` is path, query and fragment. */
export type UrlParts = {
  readonly scheme: string
  readonly user: string | undefined
  readonly password: string | undefined
  readonly host: string
  readonly port: string | undefined
  readonly rest: string
}

/**
 * Splits a URL with a password in it, and says what has to be encoded.
 *
 * shape:  scheme://user:password@host:port/rest
 *
 *         Parsers forgive what stands unencoded in a password and then read another host, or a shorter password;
 *         people who paste a generated password see an outage. So what is ambiguous is refused.
 * errors: an Error whose text says what to do, without any part of the value
 */
export function splitUrl(value: string, schemes: readonly string[]): UrlParts {
  const starts = schemes.map((scheme) => `${scheme}://`).join(' or ')
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(value) ?? []
  if (!schemes.includes(scheme.toLowerCase()))
    throw new Error(`must be a URL that starts with ${starts}`)
  refuseUnencoded(rest)
  const authority = rest.slice(0, endOfAuthority(rest))
  const at = authority.lastIndexOf('@')
  const [, user, password] = at < 0 ? [] : splitOnce(authority.slice(0, at))
  return {
    scheme: scheme.toLowerCase(),
    user,
    password,
    ...splitHost(authority.slice(at + 1)),
    rest: rest.slice(authority.length),
  }
}

function refuseUnencoded(rest: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\s\x00-\x1f\x7f\\]/.test(rest))
    throw new Error(
      'must hold no blank, backslash or control character: encode them, a blank as %20',
    )
  if (rest.includes('#')) throw new Error('must have each # encoded as %23')
  if (!canDecode(rest)) throw new Error('must have each % encoded as %25, and letters as UTF-8')
  // It would end the text on the wire.
  if (rest.includes('%00')) throw new Error('must hold no %00')
  const authority = rest.slice(0, endOfAuthority(rest))
  if (authority.split('@').length > 2)
    throw new Error('must have each @ of user and password encoded as %40')
  // What comes before the last @ was meant to be user and password.
  if (!authority.includes('@') && rest.includes('@'))
    throw new Error('must have each / and ? of user and password encoded as %2F and %3F')
}

function endOfAuthority(rest: string): number {
  const end = rest.search(/[/?]/)
  return end < 0 ? rest.length : end
}

function splitOnce(userinfo: string): [whole: string, user: string, password: string | undefined] {
  const colon = userinfo.indexOf(':')
  if (colon < 0) return [userinfo, userinfo, undefined]
  return [userinfo, userinfo.slice(0, colon), userinfo.slice(colon + 1)]
}

function splitHost(text: string): { host: string; port: string | undefined } {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(text) ?? []
  return { host, port }
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
