import { eventually, infrastructure, readTopic, startKafkaLink } from '@tailspan/testkit'
import { startShop } from './start-shop.ts'

/** What Kafka holds after an order was accepted and the shop was killed. */
export async function killHastyShop(topic: string): Promise<(string | null)[]> {
  await using link = await startKafkaLink(infrastructure())
  const shop = await startShop(link.address, topic)

  link.hold() // from now on Kafka is slow: the fault can lose something
  await shop.place('order-7') // accepted
  await eventually(() => link.isHolding('order-7')) // on its way, and not in Kafka
  await shop.kill() // what is held is dropped, never sent late
  link.release()

  const records = await readTopic(infrastructure().brokers, topic)
  return records.map(({ value }) => value)
}
