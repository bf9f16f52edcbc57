import type { TailspanError } from '@tailspan/errors'

// As Node, its resolver, OpenSSL and fetch (UND_ERR) name them: the way to another, or this machine itself.
const surroundings = [
  /^E(CONN(REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|NOTCONN|NOTFOUND|AI_\w+)$/,
  /^E(HOST|NET)(UNREACH|DOWN|RESET)$/,
  /^E(MFILE|NFILE|NOBUFS|NOMEM|NOSPC|DQUOT|IO|ROFS|ADDRNOTAVAIL)$/,
  /^UND_ERR_(CONNECT_TIMEOUT|HEADERS_TIMEOUT|BODY_TIMEOUT|SOCKET|CLOSED|DESTROYED)$/,
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/,
]

const maxCauses = 10

/**
 * Whether waiting helps: something that the handler needs is away, or fails for every record alike.
 *
 * shape: an error that says so itself, or an internal one with such a cause; a broken wire anywhere among the
 *        causes, which no record is to blame for
 */
export function isUnavailable(error: TailspanError): boolean {
  if (error.hitsAll) return true
  const causes = causesOf(error)
  return causes.some(isOfSurroundings) || (error.kind === 'internal' && causes.some(hitsAll))
}

function causesOf(error: Error): Error[] {
  const causes: Error[] = []
  for (
    let cause: unknown = error;
    cause instanceof Error && causes.length < maxCauses;
    cause = cause.cause
  )
    causes.push(cause)
  return causes
}

function isOfSurroundings(cause: Error): boolean {
  const code = 'code' in cause ? String(cause.code) : ''
  return surroundings.some((pattern) => pattern.test(code))
}

// Libraries that stand alone have error classes of their own, of the same shape.
function hitsAll(cause: Error): boolean {
  const { kind, hitsAll: hits } = cause as { kind?: unknown; hitsAll?: unknown }
  return kind === 'unavailable' || hits === true
}
