import { STATUS_CODES } from 'node:http'

/** What a page says. */
export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** What a page is asked. */
export type Question = {
  readonly query: URLSearchParams
  /** HEAD: only the header fields are wanted, so nothing is measured for them. */
  readonly isHead: boolean
  /** Aborted when the client has left: nobody reads the answer any more. */
  readonly signal: AbortSignal
}

/** One address of the debug listener. */
export type Page = {
  readonly path: string
  /** For the index: what is to be seen here. */
  readonly about: string
  answer(question: Question): Answer | Promise<Answer>
}

/** A plain text, the form of most pages. */
export function textAnswer(body: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}

/** A refusal as RFC 9457 writes it, indented for people. */
export function problemAnswer(status: number, detail: string): Answer {
  const title = STATUS_CODES[status] ?? 'Error'
  const code = title.toLowerCase().replaceAll(/[^a-z]+/g, '-')
  const problem = { type: `urn:tailspan:problem:${code}`, title, status, code, detail }
  return { ...jsonAnswer(problem, status), headers: { 'content-type': 'application/problem+json' } }
}

/** Data for programs, indented for people. */
export function jsonAnswer(value: unknown, status = 200): Answer {
  const body = `${JSON.stringify(value, undefined, 2)}\n`
  return { status, headers: { 'content-type': 'application/json' }, body }
}
