import type { PendingSend } from '../send/pending-send.ts'
import { ProducerStopped, SendsAbandoned, SendUnknown } from '../send/send-errors.ts'
import type { Carrier } from './carrier.ts'
import type { TopicSends } from './topic-sends.ts'

const maxNamed = 10

/** The time to stop is over: nothing leaves any more, and each caller learns whether its record has. */
export function abandon(topics: Iterable<TopicSends>, carrier: Carrier): void {
  const abandoned: PendingSend[] = []
  const end = (sends: readonly PendingSend[], why: () => Error) => {
    for (const send of sends) send.fail(why())
    abandoned.push(...sends)
  }
  for (const { unassigned, partitions } of topics) {
    for (const sends of partitions) {
      const { inHand, hasLeft } = sends
      end(inHand, () => (hasLeft ? new SendUnknown() : new ProducerStopped()))
      sends.clear()
      end(sends.waiting.takeAll(), () => new ProducerStopped())
    }
    end(unassigned.takeAll(), () => new ProducerStopped())
  }
  carrier.cut()
  const lost = abandoned.filter(({ isKept }) => !isKept)
  if (lost.length > 0) throw new SendsAbandoned(lost.length, lost.slice(0, maxNamed).map(nameOf))
}

function nameOf({ message }: PendingSend): string {
  return `${message.topic} ${message.headers.ce_type ?? ''} ${message.headers.ce_id ?? ''}`
}
