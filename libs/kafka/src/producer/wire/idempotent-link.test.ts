import { expect, onTestFinished, test, vi } from 'vitest'
import { IdempotentLink } from './idempotent-link.ts'

const spot = { topic: 'orders', partition: 0 }
const hourMs = 3_600_000

/** A link that has just learned where its topic is; `heal` counts how often it asks again. */
async function givenLink() {
  vi.useFakeTimers({ toFake: ['performance', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const heal = vi.fn(async () => {})
  const partitions = [{ partitionId: 0, leader: 1 }]
  const connections = {
    locations: [{ topic: 'orders', errorCode: 0, partitions }],
    heal,
    connect: async () => {},
    addTopic() {},
    refresh: async () => {},
    openProducerId: async () => ({ producerId: '1', producerEpoch: 0 }),
  }
  const client = { openProducing: () => connections, faultOf: () => ({}) }
  const link = new IdempotentLink({ client, rights: {} } as never)
  await link.connect(['orders'])
  return { link, heal }
}

test.each([
  ['stands still', 0],
  ['steps back by an hour', -hourMs],
  ['steps forward by an hour', hourMs],
])(
  'where topics are is asked again after five minutes, whether the clock of the machine %s',
  async (_, stepMs) => {
    const { link, heal } = await givenLink()

    vi.setSystemTime(Date.now() + stepMs)
    vi.advanceTimersByTime(299_000)
    const early = link.wayTo(spot) && heal.mock.calls.length
    vi.advanceTimersByTime(2_000)
    link.wayTo(spot)

    expect([early, heal.mock.calls.length]).toEqual([0, 1])
  },
)
