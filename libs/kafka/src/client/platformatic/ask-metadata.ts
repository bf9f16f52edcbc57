import { keepAnswer } from '../keep-answer.ts'
import type { TopicDescription } from '../port/admin-connections.ts'
import type { Wire } from './wire.ts'

type Metadata = {
  readonly controllerId: number
  readonly brokers: readonly {
    readonly nodeId: number
    readonly host: string
    readonly port: number
  }[]
  readonly topics: readonly {
    readonly name: string
    readonly topicId: string
    readonly errorCode: number
    readonly partitions: readonly { readonly partitionIndex: number; readonly leaderId: number }[]
    readonly topicAuthorizedOperations: number
  }[]
}

export async function askRaw(wire: Wire, topics: readonly string[] | null, withRights = false) {
  const metadata = await keepAnswer(
    wire.askAny<Metadata>({ name: 'Metadata', args: [topics && [...topics], false, withRights] }),
  )
  wire.noteBrokers(metadata.brokers)
  return metadata
}

/** Asks where topics are, and notes which brokers there are. */
export async function askMetadata(
  wire: Wire,
  topics: readonly string[],
  withRights = false,
): Promise<readonly TopicDescription[]> {
  const metadata = await askRaw(wire, topics, withRights)
  return metadata.topics.map((one) => ({
    topic: one.name,
    errorCode: one.errorCode,
    partitions: one.partitions.map(({ partitionIndex, leaderId }) => {
      return { partitionId: partitionIndex, leader: leaderId }
    }),
    authorizedOperations: one.topicAuthorizedOperations,
  }))
}
