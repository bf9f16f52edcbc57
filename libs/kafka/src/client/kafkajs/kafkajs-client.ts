import type { KafkaClient } from '../port/kafka-client.ts'
import { KafkajsAdmin } from './admin.ts'
import { faultOf } from './fault-of.ts'
import { KafkajsGroup } from './group.ts'
import { KafkajsProducing } from './producing.ts'
import { KafkajsReader } from './reader.ts'

/** kafkajs 2.2.4 with our patches. */
export const kafkajsClient: KafkaClient = {
  groupProtocols: ['classic'],
  openProducing: (settings) => new KafkajsProducing(settings),
  openAdmin: (settings) => new KafkajsAdmin(settings),
  openGroup: (settings, group, events) => new KafkajsGroup(settings, group, events),
  openReader: (settings) => new KafkajsReader(settings),
  faultOf,
}
