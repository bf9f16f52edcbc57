import {
  newCustomer,
  placeOrder,
  postOrder,
  recordsOf,
  settledOrder,
  storedOrders,
  teaFor,
} from '@tailspan/experiment'
import { afterEach, expect, test } from 'vitest'
import { useFleet } from '../use-fleet.ts'

const fleet = useFleet()

afterEach(async () => {
  const { kafka, postgres, jaeger } = fleet().links
  await Promise.all([kafka.mend(), postgres.mend(), jaeger.mend()])
})

test('the link between order and Kafka is cut: orders are taken, and arrive when it is mended', async () => {
  await fleet().links.kafka.cut()

  const orders = [await placeOrder(fleet()), await placeOrder(fleet())]
  await fleet().links.kafka.mend()

  for (const { id } of orders)
    expect(await settledOrder(fleet(), id)).toMatchObject({ status: 'confirmed' })
})

test('the same with `request`: the answer ends the send, and what was taken never arrives', async () => {
  await fleet().reopen({ PUBLISH: 'request' })
  await fleet().links.kafka.cut()

  const { id } = await placeOrder(fleet())
  await fleet().links.kafka.mend()
  // Whatever it still had is decided when it ends.
  await fleet().reopen({})

  expect(await recordsOf({ system: fleet() }, id)).toEqual([])
})

test('the link between order and Kafka is slow: every order goes its way', async () => {
  await fleet().links.kafka.slowDown(200)

  const { id } = await placeOrder(fleet())

  expect(await settledOrder(fleet(), id)).toMatchObject({ status: 'confirmed' })
})

test('the link between order and PostgreSQL is cut: an order is refused and not half taken', async () => {
  const customer = newCustomer()
  await fleet().links.postgres.cut()

  const refused = await postOrder(fleet(), teaFor(customer))
  await fleet().links.postgres.mend()

  expect(refused.status).toBe(503)
  expect(await storedOrders(fleet(), customer.email)).toEqual([])
  const { id } = await placeOrder(fleet())
  expect(await settledOrder(fleet(), id)).toMatchObject({ status: 'confirmed' })
})

test('the link between order and PostgreSQL is slow: the answer waits for the commit, the order goes its way', async () => {
  await fleet().links.postgres.slowDown(50)

  const { id } = await placeOrder(fleet())

  expect(await settledOrder(fleet(), id)).toMatchObject({ status: 'confirmed' })
})

test.each([
  ['cut', () => fleet().links.jaeger.cut()],
  ['held', () => fleet().links.jaeger.hold()],
])('the link between everything and Jaeger is %s: no answer changes', async (_, hurt) => {
  await hurt()

  const orders = [await placeOrder(fleet()), await placeOrder(fleet())]

  for (const { id } of orders)
    expect(await settledOrder(fleet(), id)).toMatchObject({ status: 'confirmed' })
})

test('the collector is gone: no answer changes, and a stop does not wait for it', async () => {
  await fleet().part('jaeger').kill()

  const { id } = await placeOrder(fleet())
  const settled = await settledOrder(fleet(), id)
  const exitCode = await fleet().part('order').stop()
  await fleet().part('jaeger').start()
  await fleet().part('order').start()

  expect(settled).toMatchObject({ status: 'confirmed' })
  expect(exitCode).toBe(0)
})
