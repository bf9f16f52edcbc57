import { request } from 'node:http'
import { connect } from 'node:http2'
import { text } from 'node:stream/consumers'

/** How a service speaks on its port. */
export type Protocol = 'http1' | 'h2c'

/** One question to a service. */
export type Question = {
  readonly url: string
  readonly protocol?: Protocol
  readonly method?: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** How long to wait for the answer; 10 s unless told. */
  readonly timeoutMs?: number
}

/** A service's answer, whatever its status. */
export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

const patienceMs = 10_000

/**
 * Asks a service over HTTP/1.1 or HTTP/2 without TLS, which `fetch` does not speak.
 *
 * errors: one that names the address, with the reason as its cause
 */
export async function ask(question: Question): Promise<Answer> {
  try {
    return await (question.protocol === 'h2c' ? askHttp2(question) : askHttp1(question))
  } catch (error) {
    const { name, message } = error as Error
    const waitedMs = question.timeoutMs ?? patienceMs
    const why = name === 'AbortError' ? `none within ${waitedMs / 1_000} s` : message
    throw new Error(`no answer from ${question.url}: ${why}`, { cause: error })
  }
}

function askHttp1({
  url,
  method = 'GET',
  body,
  timeoutMs = patienceMs,
}: Question): Promise<Answer> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(timeoutMs)
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers, signal, agent: false }, (response) => {
      const { statusCode = 0, headers } = response
      text(response).then(
        (whole) => resolve({ status: statusCode, headers: firstOnly(headers), text: whole }),
        reject,
      )
    })
    call.once('error', reject)
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

async function askHttp2(question: Question): Promise<Answer> {
  const { url, method = 'GET', body, timeoutMs = patienceMs } = question
  const { origin, pathname } = new URL(url)
  const session = connect(origin)
  try {
    return await new Promise((resolve, reject) => {
      session.once('error', reject)
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const stream = session.request({ ':method': method, ':path': pathname, ...type })
      stream.setTimeout(timeoutMs, () => reject(new DOMException('', 'AbortError')))
      stream.once('error', reject)
      stream.once('response', (headers) => {
        const status = Number(headers[':status'])
        text(stream).then(
          (whole) => resolve({ status, headers: firstOnly(headers), text: whole }),
          reject,
        )
      })
      stream.end(body === undefined ? undefined : JSON.stringify(body))
    })
  } finally {
    session.destroy()
  }
}

function firstOnly(headers: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String([value].flat()[0])]),
  )
}
