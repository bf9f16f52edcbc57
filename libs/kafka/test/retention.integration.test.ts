import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createContextKey, trace } from '@opentelemetry/api'
import { createScope, detach, inRoot } from '@tailspan/scope'
import { eventually, infrastructure, startKafkaLink } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createProducer } from '../src/index.ts'
import { openKafka, openTopic, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'
import { givenRequest } from './spans.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const rpc = createContextKey('rpc')
const requests = new AsyncLocalStorage<object>()

test('D12 sends that are held keep no request alive, the first one included', async () => {
  const topic = await openTopic()
  await using link = await startKafkaLink(infrastructure())
  const producer = createProducer(openKafka({ brokers: [link.address] }), { topics: [topic] })
  await using _running = await runActor(producer.actor)
  const seen: WeakRef<object>[] = []
  link.hold()

  const sends = Array.from({ length: 40 }, () => {
    const request = { body: new Uint8Array(1_000) }
    seen.push(new WeakRef(request))
    return requests.run(request, () => {
      const { scope, span } = givenRequest()
      // As instrumentations do: the live span knows its request.
      Reflect.set(span, 'request', request)
      // And frameworks put more into a context than a trace.
      const full = createScope({ context: scope.context.setValue(rpc, request) })
      const message = producer.create(topic, createOrderPlaced(), full)
      const detached = detach(createScope({ context: trace.deleteSpan(full.context) }))
      return inRoot(() => producer.send(message, { scope: detached }))
    })
  })
  await eventually(() => link.isHolding('order.placed'))
  await turn()
  collectGarbage()

  const alive = seen.filter((request) => request.deref()).length
  expect(producer.pending()).toBe(40)
  link.release()
  await Promise.all(sends)
  expect(alive).toBeLessThanOrEqual(2)
})
