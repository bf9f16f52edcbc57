import { RequestRefused } from '../problem/http-error.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Parses JSON strictly: valid UTF-8, no member that could reach a prototype.
 *
 * errors: malformed-json
 */
export function parseJson(bytes: Buffer): unknown {
  try {
    const text = utf8.decode(bytes)
    // A reviver costs several times the parsing, so it runs only where its key occurs, also escaped.
    return mayHideProto.test(text) ? JSON.parse(text, refuseProto) : JSON.parse(text)
  } catch (cause) {
    throw malformed(cause)
  }
}

const mayHideProto = /__proto__|constructor|\\u/

function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor') throw new SyntaxError('reserved member')
  return value
}

// The client does not see the cause, and nobody logs it: the parser's text quotes the body.
function malformed(cause: unknown): RequestRefused {
  return new RequestRefused('malformed-json', 'invalid', 'the body is not well-formed JSON', {
    cause,
  })
}
