import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerQuestions } from './answer-questions.ts'

// OTLP over HTTP as JSON: each span, and nothing else that is sent here, has a field of this name.
const field = Buffer.from('"spanId":')
let spanCount = 0

/** Takes what exporters send, counts it and keeps nothing: a receiver that never is the bottleneck. */
const server = createServer(async (request, response) => {
  spanCount += countSpans(await readAll(request))
  response.setHeader('content-type', 'application/json').end('{}')
})

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function countSpans(body: Buffer): number {
  let count = 0
  for (let at = body.indexOf(field); at >= 0; at = body.indexOf(field, at + field.length))
    count += 1
  return count
}

server.listen(0, '127.0.0.1')
await once(server, 'listening')
answerQuestions((server.address() as AddressInfo).port, { spans: () => spanCount })
