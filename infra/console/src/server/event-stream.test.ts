import { getEventListeners } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { createHttpServer, Router, requestScope } from '@tailspan/http'
import { expect, onTestFinished, test } from 'vitest'
import { Changes } from '../state/changes.ts'
import { streamChanges } from './event-stream.ts'

test('a page that receives many changes holds as many listeners as after the first, and none when it has left', async () => {
  const changes = new Changes()
  let countListeners = () => -1
  const routes = new Router().get('/', (ctx) => {
    const { signal } = requestScope(ctx)
    countListeners = () => getEventListeners(signal, 'abort').length
    return streamChanges(ctx, changes)
  })
  const page = await openPage(routes)
  await until(() => changes.listenerCount === 1)
  const counts: number[] = []

  for (let round = 0; round < 4; round += 1) {
    changes.announce(`topic-${round}`)
    await page.readUntil(`topic-${round}`)
    counts.push(countListeners())
  }
  page.leave()

  expect(counts).toEqual(counts.map(() => counts[0]))
  await until(() => changes.listenerCount === 0)
})

/** Opens the stream as a page does. */
async function openPage(routes: Router) {
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const { actor, port } = createHttpServer({ port: 0, routes, log })
  await actor.start?.(new AbortController().signal)
  onTestFinished(async () => void (await actor.stop?.(AbortSignal.timeout(1_000), 1_000)))
  const leaving = new AbortController()
  const { body } = await fetch(`http://127.0.0.1:${port()}/`, { signal: leaving.signal })
  const reader = (body as ReadableStream<Uint8Array>).getReader()
  let text = ''
  return {
    leave: () => leaving.abort(),
    async readUntil(part: string) {
      while (!text.includes(part)) text += new TextDecoder().decode((await reader.read()).value)
    },
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await turn()
}
