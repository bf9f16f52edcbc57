/** What a service answered; a body that is not JSON is an empty object. */
export type Answer<Body = Record<string, unknown>> = {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

/** `json` is the body, sent as POST. */
export type Question = {
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks a service: a GET, or a POST of JSON. */
export async function ask<Body = Record<string, unknown>>(
  url: string,
  { json, headers = {} }: Question = {},
): Promise<Answer<Body>> {
  const post = { method: 'POST', body: JSON.stringify(json) }
  const answer = await fetch(url, {
    ...(json !== undefined && post),
    headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
  })
  const text = await answer.text()
  const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '')
  return { status: answer.status, headers: answer.headers, body: JSON.parse(isJson ? text : '{}') }
}
