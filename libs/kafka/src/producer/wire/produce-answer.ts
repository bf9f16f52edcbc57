import type { PartitionAnswer, ProduceResponse } from '../../client/port/produce-connections.ts'
import { kafkaError } from '../../faults/kafka-errors.ts'
import { CarryFailed, type Fault } from '../queue/carrier.ts'
import type { Parcel } from '../queue/parcel.ts'

/** What a broker's answer says of each parcel: acknowledged if nothing. */
export function readAnswer(
  parcels: readonly Parcel[],
  { topics }: ProduceResponse,
): (CarryFailed | undefined)[] {
  const byTopic = new Map(topics.map((one) => [one.topicName, one.partitions]))
  return parcels.map((parcel) => {
    const partitions = byTopic.get(parcel.topic)
    const answer = partitions?.find(({ partition }) => partition === parcel.partition)
    return answer ? readOne(parcel, answer) : notMentioned(parcel)
  })
}

function readOne(
  parcel: Parcel,
  { errorCode, baseOffset }: PartitionAnswer,
): CarryFailed | undefined {
  if (errorCode !== 0) return failureOf(errorCode, `${parcel.topic}/${parcel.partition}`)
  parcel.baseOffset = baseOffset
  return undefined
}

/** What an error code of Kafka means for records. */
export function failureOf(errorCode: number, where: string): CarryFailed {
  const { name, owner, isWritten, losesProducer } = kafkaError(errorCode)
  const fault: Fault = losesProducer ? 'producer' : owner === 'record' ? 'record' : 'way'
  const what = { fault, mayBeWritten: isWritten === 'maybe', kafkaError: name }
  return new CarryFailed(what, { cause: new Error(`${name} (${errorCode}) for ${where}`) })
}

function notMentioned({ topic, partition }: Parcel): CarryFailed {
  const cause = new Error(`no answer for ${topic}/${partition}`)
  return new CarryFailed({ fault: 'producer', mayBeWritten: true }, { cause })
}
