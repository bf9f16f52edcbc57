import { Agent, type ClientRequest, request } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type Client, failureOf, type Outcome, outcomeOf, patienceMs, piecesOf } from './client.ts'
import type { Visit } from './visit.ts'

/** Visits over HTTP/1.1 with connections that are kept alive; a client that leaves destroys its socket. */
export function createHttp1Client(url: string): Client {
  const agent = new Agent({ keepAlive: true })
  return {
    visit: (visit) => visitOnce(begin(url, agent, visit), visit),
    close: () => agent.destroy(),
  }
}

function begin(url: string, agent: Agent, { body, contentType }: Visit): ClientRequest {
  const headers = {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
  }
  return request(`${url}/orders`, { agent, headers, method: 'POST', timeout: patienceMs })
}

function visitOnce(call: ClientRequest, visit: Visit): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  let isGone = false
  const fail = (error: unknown) => resolve(failureOf(error, isGone))
  const leave = () => {
    isGone = true
    call.destroy()
    resolve({ kind: 'left' })
  }
  const leaving =
    visit.leavesAfterMs === undefined ? undefined : setTimeout(leave, visit.leavesAfterMs)
  call.on('error', fail)
  call.once('timeout', () => call.destroy(new Error('no answer')))
  call.once('response', (response) => {
    text(response)
      .then((body) => resolve(outcomeOf(response.statusCode ?? 0, body)))
      .catch(fail)
  })
  Readable.from(piecesOf(visit)).on('error', fail).pipe(call)
  return promise.finally(() => clearTimeout(leaving))
}
