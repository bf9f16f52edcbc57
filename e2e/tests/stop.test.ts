import '@tailspan/trace-testing/vitest'
import { readFile } from 'node:fs/promises'
import { placedRecord, placeOrder, recordsOf, type Shop, settledOrder } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { eventually, readRows } from '@tailspan/testkit'
import type { Span } from '@tailspan/trace-testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

describe('SIGTERM while the link to Kafka is held', () => {
  test('S7 with `detached` what was answered is on Kafka in its trace, and the exit code is 0', async () => {
    // On a busy machine what was held takes longer than the default to leave.
    await shop.reopen({ PUBLISH: 'detached', DRAIN: '30s' })
    shop.links.kafka.hold()
    const orders = [await placeOrder(shop), await placeOrder(shop), await placeOrder(shop)]

    const { exited, reopened } = stopOrder()
    await refusesOrders()
    shop.links.kafka.release()

    expect(await exited).toMatchObject({ code: 0 })
    await reopened
    for (const { id, traceId } of orders) {
      const record = await placedRecord(shop, id)
      expect(record.headers.traceparent).toContain(traceId)
      const spans = await shop.system.receiver.store.waitForTrace(traceId, hasSend, {
        timeoutMs: 60_000,
      })
      expect(spans).toHaveSpan('send orders CLIENT order')
    }
  })

  test('S7 what cannot be sent within DRAIN is named, and the exit code is 1', async () => {
    await shop.reopen({ PUBLISH: 'detached', DRAIN: '1s' })
    shop.links.kafka.hold()
    const { traceId } = await placeOrder(shop)

    const { exited, reopened, log } = stopOrder()
    const exit = await exited
    shop.links.kafka.release()
    await reopened

    expect(exit).toMatchObject({ code: 1 })
    const ended = (await log()).find(({ event }) => event === 'group.ended')
    expect(ended).toMatchObject({ exitCode: 1, cause: { kind: 'signal', signal: 'SIGTERM' } })
    expect(JSON.stringify(ended)).toContain(traceId)
  })

  test('with `durable` what cannot be sent within DRAIN is left to the relay: exit code 0, nothing lost', async () => {
    await shop.reopen({ PUBLISH: 'durable', DRAIN: '4s' })
    const id = await placeOnHeldLink()

    const { exited, reopened, log } = stopOrder()
    const exit = await exited
    shop.links.kafka.release()
    await reopened

    expect(exit).toMatchObject({ code: 0 })
    const left = (await log()).find(({ event }) => event === 'outbox.left-to-relay')
    expect(left).toMatchObject({ level: 'info', rows: 1 })
    expect(await settledOrder(shop, id)).toMatchObject({ status: 'confirmed' })
  })

  test('with `background` what was answered is lost, although nobody is in a hurry', async () => {
    await shop.reopen({ PUBLISH: 'background' })
    shop.links.kafka.hold()
    const orders = [await placeOrder(shop), await placeOrder(shop), await placeOrder(shop)]

    // Nobody owns its queue, so the stop has no reason to wait for it, and what the link held goes with its process.
    const { exited, reopened } = stopOrder()
    await exited
    shop.links.kafka.sever()
    shop.links.kafka.release()
    await reopened
    const records = await Promise.all(orders.map(({ id }) => recordsOf(shop, id)))

    expect(records).toContainEqual([])
  })
})

/** Stops the order service as an operator would, and lets another one take its place. */
function stopOrder() {
  const part = shop.system.part('order')
  if (!part) throw new Error('the order service does not run')
  const { exited, logFile, logStart } = part.process
  const reopened = shop.reopen({})
  const log = async () => {
    const bytes = await readFile(logFile)
    return bytes.subarray(logStart).toString().split('\n').filter(Boolean).map(parseLine)
  }
  return { exited, reopened, log }
}

const hasSend = (spans: readonly Span[]) => spans.some(({ name }) => name === 'send orders')

type LogLine = { readonly event?: string }

function parseLine(line: string): LogLine {
  return JSON.parse(line)
}

/**
 * An order whose record lies in the held link. A connection that is being made, or a batch that waits for its answer,
 * would keep the record in the process: then all is let go, and the next order is tried.
 */
function placeOnHeldLink(): Promise<string> {
  const { kafka } = shop.links
  return eventually(
    async () => {
      kafka.release()
      await settledOrder(shop, (await placeOrder(shop)).id)
      await untilAllSent()
      kafka.hold()
      const { id } = await placeOrder(shop)
      await eventually(() => kafka.isHolding(id), { timeoutMs: 5_000 })
      return id
    },
    { timeoutMs: 120_000 },
  )
}

async function untilAllSent(): Promise<void> {
  const waiting = () => readRows(shop.databaseUrl, 'select id from "order".outbox')
  await eventually(async () => (await waiting()).length === 0)
}

/** The first thing a stop does is to take no more. */
async function refusesOrders(): Promise<void> {
  const refused = () => fetch(`${shop.orderUrl}/readyz`).then(({ status }) => status === 503)
  await eventually(() => refused().catch(() => true))
}
