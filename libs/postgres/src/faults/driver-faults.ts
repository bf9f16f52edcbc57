/** Whose fault an error is that does not come from the server: of the way to it, a setting's, or ours. */
export type DriverFault = {
  readonly owner: 'theirs' | 'setting' | 'bug'
  readonly reason: string
}

type Row = readonly [pattern: RegExp, owner: DriverFault['owner'], reason: string]

// By the code of Node, of OpenSSL, or of the resolver.
const codes: readonly Row[] = [
  [/^ERR_INVALID_URL$/, 'setting', 'its URL is no URL'],
  [/^ERR_(INVALID_ARG|OUT_OF_RANGE|BUFFER_OUT_OF_BOUNDS)/, 'bug', 'the driver was called wrongly'],
  [/^(ENOTFOUND|EAI_.*|ENODATA|ESERVFAIL)$/, 'theirs', 'host not found'],
  [/^ECONNREFUSED$/, 'theirs', 'connection refused'],
  [/^(ECONN(RESET|ABORTED)|EPIPE|ENOTCONN|ENETRESET)$/, 'theirs', 'connection broken'],
  [/^ETIMEDOUT$/, 'theirs', 'no answer in time'],
  [/^(EHOST|ENET)(UNREACH|DOWN)$/, 'theirs', 'host not reachable'],
  [/^(EMFILE|ENFILE|ENOBUFS|ENOMEM|EADDRNOTAVAIL)$/, 'theirs', 'no room for a connection here'],
  [/^(ENOENT|EACCES|EPERM|EISDIR)$/, 'theirs', 'its socket or certificate file cannot be opened'],
  [/^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO)/, 'theirs', 'no TLS connection'],
  [/CERT|SIGNATURE|^HOSTNAME_MISMATCH$|^CRL_|^PATH_LENGTH/, 'theirs', 'certificate not trusted'],
]

// pg has no codes: what it throws itself is known by its text.
const texts: readonly Row[] = [
  [/sslnegotiation|uselibpqcompat|SECURITY WARNING/i, 'setting', 'its URL contradicts itself'],
  [/circular reference|must be unique|must be an array|text or a name/, 'bug', 'a wrong query'],
  [/Client was passed|callback is not a function/, 'bug', 'a wrong query'],
  [/Query read timeout/, 'theirs', 'no answer in time'],
  [/timeout exceeded when trying to connect/, 'theirs', 'no connection is free'],
  [/timeout/i, 'theirs', 'no connection in time'],
  [/SSL/, 'theirs', 'no TLS connection'],
  [/SASL|[Pp]assword|authentication/, 'theirs', 'login refused'],
  [/terminated|not queryable|after calling end/, 'theirs', 'connection broken'],
  [/Received unexpected/, 'theirs', 'connection out of step'],
]

const mistakes = [TypeError, RangeError, SyntaxError, ReferenceError, URIError]
const unknown: DriverFault = { owner: 'theirs', reason: 'no answer' }

/** Looks up what pg, Node or TLS threw; what nobody knows is the way to the server, never the work at hand. */
export function driverFaultOf(thrown: unknown): DriverFault {
  if (!(thrown instanceof Error)) return unknown
  const { code } = thrown as { code?: unknown }
  const row = find(codes, code) ?? find(texts, thrown.message)
  if (row) return { owner: row[1], reason: row[2] }
  const isMistake = mistakes.some((mistake) => thrown instanceof mistake)
  return isMistake ? { owner: 'bug', reason: 'the driver was called wrongly' } : unknown
}

function find(table: readonly Row[], text: unknown): Row | undefined {
  return typeof text === 'string' ? table.find(([pattern]) => pattern.test(text)) : undefined
}
