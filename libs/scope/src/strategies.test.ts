import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { createScope, detach, rootScope, type Scope, withCancel, withTimeout } from './index.ts'

const requestFinished = Object.assign(new Error('answered'), { name: 'RequestFinished' })
const spanContext = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: 1 }

/** What each strategy hands to the work that goes on after the answer. */
const strategies: Record<string, (request: Scope) => Scope> = {
  request: (request) => request,
  background: () => rootScope,
  detached: (request) => detach(request),
}

type Publish = { aborted: boolean; reason: unknown; traceId: string | undefined }

/** Answers first, and looks at the work's scope when the answer is out and the response closed. */
async function answerThenPublish(strategy: string): Promise<Publish> {
  const published = Promise.withResolvers<Publish>()
  await using server = createServer((_request, response) => {
    const request = requestScope(response)
    const work = (strategies[strategy] as (request: Scope) => Scope)(request)
    response.end('confirmation mail will be delivered shortly')
    response.once('close', () => published.resolve(describe(work)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}`)
  await answer.text()
  return published.promise
}

function requestScope(response: ServerResponse): Scope {
  const request = withCancel(
    createScope({ context: trace.setSpanContext(ROOT_CONTEXT, spanContext) }),
  )
  response.once('close', () => request.cancel(requestFinished))
  return request.scope
}

function describe({ signal, context }: Scope): Publish {
  const traceId = trace.getSpanContext(context)?.traceId
  return { aborted: signal.aborted, reason: signal.reason, traceId }
}

test('D11 `request`: the work is cancelled with RequestFinished when the answer is written first', async () => {
  const work = await answerThenPublish('request')

  expect(work).toEqual({ aborted: true, reason: requestFinished, traceId: spanContext.traceId })
})

test('D11 `background`: the work goes on and loses the trace', async () => {
  const work = await answerThenPublish('background')

  expect(work).toEqual({ aborted: false, reason: undefined, traceId: undefined })
})

test('D11 `detached`: the work goes on and keeps the trace', async () => {
  const work = await answerThenPublish('detached')

  expect(work).toEqual({ aborted: false, reason: undefined, traceId: spanContext.traceId })
})

test('D11 `detached`: what is cancelled with the request is the request alone, the owner’s timeout still holds', async () => {
  const request = withCancel(createScope())
  using work = withTimeout(detach(request.scope), 1)

  request.cancel(requestFinished)
  await once(work.scope.signal, 'abort')

  expect(work.scope.signal.reason).toMatchObject({ code: 'timeout' })
})
