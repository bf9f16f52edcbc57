import '@tailspan/trace-testing/vitest'
import { readFile } from 'node:fs/promises'
import { scaleRules } from '@tailspan/alerts'
import { orderAccepted } from '@tailspan/contracts'
import { dashboards, queriesOf } from '@tailspan/dashboards'
import {
  newCustomer,
  type Placed,
  placedRecord,
  placeOrder,
  postPatiently,
  recordsOf,
  runDlt,
  type Shop,
  settledOrder,
  storedOrder,
  traceIdOf,
} from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { eventually, readMails, readRows } from '@tailspan/testkit'
import type { Span } from '@tailspan/trace-testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Prometheus } from '../prometheus/ask-prometheus.ts'
import { breakEachPromise, brokenPromises, parkRow } from '../prometheus/break-promises.ts'
import { type OtlpBridge, startOtlpBridge } from '../prometheus/start-otlp-bridge.ts'
import { rulesFile, startPrometheus, whyNoPrometheus } from '../prometheus/start-prometheus.ts'

let bridge: OtlpBridge
let shop: Shop
beforeAll(async () => {
  bridge = await startOtlpBridge()
  shop = await openShop({
    all: {
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: bridge.url,
      // Gauges that ask the database do so once per interval.
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      OTEL_METRIC_EXPORT_TIMEOUT: '500',
    },
  })
})
afterAll(async () => {
  await shop[Symbol.asyncDispose]()
  await bridge[Symbol.asyncDispose]()
})

const patient = { timeoutMs: 60_000, intervalMs: 200, timeout: 60_000, interval: 200 }
const veryPatient = { timeoutMs: 120_000 }
// Prometheus evaluates once a second.
const tenEvaluationsMs = 10_000
// As the alert has it.
const slowAnswerMs = 300
const change = (statement: string, ...values: string[]) =>
  readRows(shop.databaseUrl, statement, values)
const listed = async () => JSON.parse((await runDlt(shop, 'list', '--json')).out)

test('without dead letters and parked rows list says so, and replay finds no ID', async () => {
  const { out, exitCode } = await runDlt(shop, 'list')
  const unknown = await runDlt(shop, 'replay', '3f9a1c20')

  expect({ out, exitCode }).toEqual({
    out: 'There are no dead letters and no parked rows.\n',
    exitCode: 0,
  })
  expect(unknown.err).toMatch(/^No dead letter and no parked row has the ID 3f9a1c20: [^\n]+\n$/)
  expect(unknown.exitCode).toBe(1)
})

test('C8 T7 a dead letter is replayed once its cause is gone: one effect in each group, one trace', async () => {
  await change(`alter table inventory.holds add constraint no_cocoa
    check (lines::text not like '%cocoa%') not valid`)
  const order = await placeCocoa()
  const [letter] = await eventually(async () => {
    const { deadLetters } = await listed()
    return deadLetters.length > 0 && deadLetters
  }, patient)
  await change('alter table inventory.holds drop constraint no_cocoa')

  const replayed = await runDlt(shop, 'replay', letter.id.slice(0, 8))
  const settled = await settledOrder(shop, order.id)
  const again = await runDlt(shop, 'replay', '--all', '--again')

  expect(letter).toMatchObject({
    group: 'inventory',
    topic: 'orders',
    key: order.id,
    eventType: 'order.placed',
    attempts: 4,
    code: 'database-fault',
    kind: 'internal',
    traceId: order.traceId,
  })
  expect(replayed.out).toMatch(/^\w{8} sent to orders\/\d@\d+, to be taken by inventory; /)
  expect([replayed.exitCode, again.exitCode]).toEqual([0, 0])
  expect(settled).toMatchObject({ status: 'confirmed' })
  await expectOneEffect(order)
  await expectOneTrace(order)
  expect((await listed()).deadLetters).toMatchObject([{ id: letter.id, replays: [{}, {}] }])
})

async function placeCocoa(): Promise<Placed> {
  const customer = newCustomer()
  const lines = [{ sku: 'cocoa', quantity: 1 }]
  const answer = await postPatiently(shop, { customer, lines })
  return {
    ...orderAccepted.parse(await answer.json()),
    traceId: traceIdOf(answer),
    email: customer.email,
  }
}

/** The original, its two replays, and each group's effect once. */
async function expectOneEffect({ id, email, traceId }: Placed): Promise<void> {
  const { store } = shop.system.receiver
  await store.waitForTrace(traceId, (spans) => takenBy(spans, 'inventory').length === 6, patient)
  const placed = (await recordsOf(shop, id)).filter(
    ({ headers }) => headers.ce_type === 'order.placed',
  )
  const holds = await change('select order_id from inventory.holds where order_id = $1', id)
  const eventId = placed[0]?.headers.ce_id ?? ''
  const taken = await change('select consumer from inventory.inbox where message_id = $1', eventId)
  const mails = await eventually(async () => {
    const found = await readMails(shop.system.mailUrl, { to: email })
    return found.length >= 2 && found
  }, patient)
  expect(placed.map(({ headers }) => headers.ce_id)).toEqual([eventId, eventId, eventId])
  expect([holds.length, taken.length, mails.length]).toEqual([1, 1, 2])
  // A mail is out before the span of its record has arrived.
  await store.waitForTrace(traceId, (all) => takenBy(all, 'notification').length >= 2, patient)
  expect(takenBy(store.trace(traceId), 'notification')).toHaveLength(2)
}

/** Every attempt lies below the creation, and the replay points to the last one that had failed. */
async function expectOneTrace({ id, traceId }: Placed): Promise<void> {
  const isReplay = ({ name }: Span) => name === 'replay orders'
  const spans = await shop.system.receiver.store.waitForTrace(
    traceId,
    (all) => all.filter(isReplay).length === 2,
    patient,
  )
  const { headers } = await placedRecord(shop, id)
  const creation = headers.ce_traceparent?.split('-')[2]
  const failed = takenBy(spans, 'inventory').slice(0, 4)
  const [replay] = spans.filter(isReplay)
  expect(replay).toMatchObject({ service: 'dlt', parentSpanId: creation })
  expect(replay?.links.map(({ spanId }) => spanId)).toEqual([failed[3]?.spanId])
  expect(spans.find(({ parentSpanId }) => parentSpanId === replay?.spanId)?.name).toBe(
    'send orders',
  )
  const parents = takenBy(spans, 'inventory').map(({ parentSpanId }) => parentSpanId)
  expect(new Set(parents)).toEqual(new Set([creation]))
  const copies = (await recordsOf(shop, id)).filter((one) => one.headers.ce_id === headers.ce_id)
  expect(new Set(copies.map((one) => one.headers.ce_traceparent)).size).toBe(1)
}

function takenBy(spans: readonly Span[], service: string): Span[] {
  return spans
    .filter((span) => span.name === 'process orders' && span.service === service)
    .sort((one, other) => Number(one.startNs - other.startNs))
}

test('O6 a parked row is listed, released and published', async () => {
  const { kafka } = shop.links
  kafka.hold()
  const order = await placeOrder(shop)
  await storedOrder(shop, order.email)
  // The relay will find it under a name that no topic can have; the fast path dies with its process.
  await change(`update "order".outbox set aggregatetype = 'orders of old'`)
  await shop.system.part('order')?.kill()
  kafka.sever()
  kafka.release()
  const [row] = await eventually(async () => {
    const { parked } = await listed()
    return parked.length > 0 && parked
  }, patient)
  await change(`update "order".outbox set aggregatetype = 'orders'`)

  const released = await runDlt(shop, 'release', row.id)

  expect(row).toMatchObject({
    service: 'order',
    topic: 'orders of old',
    key: order.id,
    attempts: 5,
    message: expect.stringMatching(/^record-refused: /),
    traceId: order.traceId,
  })
  expect(released).toMatchObject({ err: '', exitCode: 0 })
  expect(await settledOrder(shop, order.id)).toMatchObject({ status: 'confirmed' })
  expect((await listed()).parked).toEqual([])
})

// The dead letter is the one that was replayed above.
test('Prometheus alerts on the dead letter, on a row while it is parked, and on nothing else', async ({
  skip,
}) => {
  skip(whyNoPrometheus !== undefined, whyNoPrometheus)
  const { orderDebug = 0, inventoryDebug = 0, notificationDebug = 0 } = shop.system.ports
  await using prometheus = await startPrometheus({
    debugPorts: { order: orderDebug, inventory: inventoryDebug, notification: notificationDebug },
  })
  const firstOf = async (query: string) => (await prometheus.values(query))[0]
  await eventually(async () => (await firstOf('count(tailspan_consumer_lag)')) === 9)
  await eventually(async () => (await prometheus.firing()).length > 0)
  const before = await prometheus.firing()

  const row = await parkRow(shop)
  const parked = await eventually(async () => {
    const firing = await prometheus.firing()
    return firing.length > 1 && firing
  }, patient)
  await row[Symbol.asyncDispose]()

  expect(before).toEqual(['DeadLetters inventory'])
  expect(parked).toEqual(['DeadLetters inventory', 'RowsParked order'])
  await eventually(async () => (await prometheus.firing()).length === 1, patient)
  expect(await firstOf('sum(tailspan_consumer_lag)')).toBe(0)
  expect(await firstOf('sum(tailspan_event_effect_delay_seconds_count)')).toBeGreaterThan(3)
})

describe('in Prometheus, where metrics come by OTLP and an hour is a minute', () => {
  let prometheus: Prometheus & AsyncDisposable
  beforeAll(async () => {
    if (whyNoPrometheus) return
    const rules = scaleRules(await readFile(rulesFile, 'utf8'), 60)
    prometheus = await startPrometheus({ bridgePort: bridge.port, rules })
  })
  afterAll(() => prometheus?.[Symbol.asyncDispose]())
  beforeEach(({ skip }) => skip(whyNoPrometheus !== undefined, whyNoPrometheus))

  test('T9 every query of the dashboards that has something to show in calm shows it', async () => {
    const all = dashboards.flatMap((one) => queriesOf(one, { $__rate_interval: '20s' }))
    let silent = all.filter(({ isOfTrouble }) => !isOfTrouble).map(({ expr }) => expr)
    const ask = async () => {
      await settledOrder(shop, (await placeOrder(shop)).id)
      const answers = await Promise.all(silent.map((query) => prometheus.values(query)))
      silent = silent.filter((_, nth) => !answers[nth]?.some((value) => !Number.isNaN(value)))
      return silent
    }

    await expect.poll(ask, patient).toEqual([])
    expect(all.length).toBeGreaterThan(40)
  })

  test('each alert fires when its promise is broken, and none in calm', async () => {
    const isFiring = async (alert: string) => (await prometheus.firing()).includes(alert)
    // A machine that stands still for a moment breaks a promise, too: then it is tried again.
    await eventually(async () => {
      const calmSince = new Date()
      let slowestMs = 0
      while (Date.now() - calmSince.getTime() < tenEvaluationsMs) {
        const askedMs = performance.now()
        const { id } = await placeOrder(shop)
        slowestMs = Math.max(slowestMs, performance.now() - askedMs)
        await settledOrder(shop, id)
      }
      // On a machine that is busy all the time answers are slow, and the alert says so.
      const fired = (await prometheus.firedSince(calmSince)).filter(
        (alert) => !(slowestMs > slowAnswerMs && alert.startsWith('AnswersSlow ')),
      )
      expect(fired).toEqual([])
    }, veryPatient)
    const since = new Date()

    const seen = async (...alerts: readonly string[]) => {
      const fired = () => prometheus.firedSince(since)
      await expect.poll(fired, patient).toEqual(expect.arrayContaining([...alerts]))
    }
    await breakEachPromise(shop, seen)

    // A record that is no JSON, a mail that is refused.
    const reasons = `count by (tailspan_dead_letter_reason) (tailspan_dead_letters_total{job="notification"})`
    await expect.poll(() => prometheus.values(reasons), patient).toHaveLength(2)
    const rules = await readFile(rulesFile, 'utf8')
    const names = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
    expect(brokenPromises.map((alert) => alert.split(' ')[0])).toEqual(names.toSorted())
    await eventually(async () => !(await isFiring('EventsNotPublished order')), patient)
    await eventually(async () => !(await isFiring('ServiceSilent pricing')), patient)
  })
})
