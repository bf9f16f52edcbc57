import { expect, test } from 'vitest'
import {
  newCustomer,
  placeOrder,
  postOrder,
  settledOrder,
  storedOrders,
  teaFor,
} from '../../shop/orders.ts'
import { useFleet } from '../use-fleet.ts'

const fleet = useFleet()

test.each(['inventory', 'notification'] as const)(
  'docker stop of %s ends it with 0, and what comes meanwhile waits for it',
  async (service) => {
    const part = fleet().part(service)

    const exitCode = await part.stop()
    // Peers that answer are needed to place an order, consumers are not.
    const orders = service === 'inventory' ? [] : [await placeOrder(fleet())]
    await part.start()

    expect(exitCode).toBe(0)
    orders.push(await placeOrder(fleet()))
    for (const { id } of orders)
      expect(await settledOrder(fleet(), id)).toMatchObject({ status: 'confirmed' })
  },
)

test.each(['stop', 'kill'] as const)(
  'docker %s of pricing: orders are refused, not taken by half, and taken again when it is back',
  async (how) => {
    const customer = newCustomer()
    const part = fleet().part('pricing')

    await part[how]()
    const refused = await postOrder(fleet(), teaFor(customer))
    await part.start()

    expect(refused.status).toBe(503)
    expect(await storedOrders(fleet(), customer.email)).toEqual([])
    const { id } = await placeOrder(fleet())
    expect(await settledOrder(fleet(), id)).toMatchObject({ status: 'confirmed' })
  },
)

test('S7 docker stop of order with the link to Kafka held: exit code 0, nothing is lost', async () => {
  await fleet().links.kafka.hold()
  const orders = [await placeOrder(fleet()), await placeOrder(fleet())]
  const stopping = fleet().part('order').stop()

  await fleet().links.kafka.release()
  const exitCode = await stopping
  await fleet().part('order').start()

  expect(exitCode).toBe(0)
  for (const { id } of orders)
    expect(await settledOrder(fleet(), id)).toMatchObject({ status: 'confirmed' })
})

test('P4 the debug listener is not to be reached from outside of its container', async () => {
  const { orderUrl } = fleet()

  const outside = await fetch(`${orderUrl}/debug/pprof/`)

  expect(outside.status).toBe(404)
})
