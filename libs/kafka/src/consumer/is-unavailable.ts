import type { TailspanError } from '@tailspan/errors'

// As Node, its resolver, OpenSSL and fetch (UND_ERR) name them: the way to another, or this machine itself.
const surroundings = [
  /^E(CONN(REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|NOTCONN)$/,
  /^E(HOST|NET)(UNREACH|DOWN|RESET)$/,
  /^E(MFILE|NFILE|NOBUFS|NOMEM|NOSPC|DQUOT|IO|ROFS|ADDRNOTAVAIL)$/,
  /^E(AI_\w+|NOTFOUND|NODATA|SERVFAIL|REFUSED|TIMEOUT|BADRESP|CANCELLED)$/,
  /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/,
  /^UND_ERR_(SOCKET|SOCKS5\w*|CLOSED|DESTROYED|ABORT(ED)?|INFO|REQ_RETRY|BPL_MISSING_UPSTREAM|PRX_\w+)$/,
  /^(UND_ERR_RES_CONTENT_LENGTH_MISMATCH|UND_ERR_HEADERS_OVERFLOW|HPE_\w+)$/,
  /^(ABORT_ERR|ERR_STREAM_(PREMATURE_CLOSE|DESTROYED)|ERR_SOCKET_(CLOSED\w*|CONNECTION_TIMEOUT))$/,
  /^ERR_HTTP2_(ERROR|\w+_CANCEL|(GOAWAY|INVALID)_SESSION|INVALID_STREAM|(SESSION|STREAM)_ERROR)$/,
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/,
  /^(CRL_\w+|ERROR_IN_\w+|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/,
]

// Time was over: of AbortSignal.timeout(), and of an abort that names no reason of its own.
const names: ReadonlySet<string> = new Set(['TimeoutError', 'AbortError'])

const maxCauses = 10

/**
 * Whether waiting helps: something that the handler needs is away, or fails for every record alike.
 *
 * shape: an error that says so itself, or an internal one with such a cause; a broken wire or a deadline that has
 *        passed anywhere among the causes, which no record is to blame for
 */
export function isUnavailable(error: TailspanError): boolean {
  if (error.hitsAll) return true
  const causes = causesOf(error)
  return causes.some(isOfSurroundings) || (error.kind === 'internal' && causes.some(hitsAll))
}

/** The nearest first; where one error stands for several, as for all addresses of a host, these too. */
function causesOf(error: Error): Error[] {
  const causes = new Set<Error>([error])
  for (const cause of causes) {
    const behind = cause instanceof AggregateError ? [cause.cause, ...cause.errors] : [cause.cause]
    for (const one of behind) if (one instanceof Error && causes.size < maxCauses) causes.add(one)
  }
  return [...causes]
}

function isOfSurroundings(cause: Error): boolean {
  const code = 'code' in cause ? String(cause.code) : ''
  return names.has(cause.name) || surroundings.some((pattern) => pattern.test(code))
}

// Libraries that stand alone have error classes of their own, of the same shape.
function hitsAll(cause: Error): boolean {
  const { kind, hitsAll: hits } = cause as { kind?: unknown; hitsAll?: unknown }
  return kind === 'unavailable' || hits === true
}
