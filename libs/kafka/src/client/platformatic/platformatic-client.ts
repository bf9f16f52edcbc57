import type { KafkaClient } from '../port/kafka-client.ts'
import { PlatformaticAdmin } from './admin.ts'
import { faultOf } from './fault-of.ts'
import { PlatformaticGroup } from './group.ts'
import { PlatformaticProducing } from './produce/producing.ts'
import { PlatformaticReader } from './reader.ts'

/** @platformatic/kafka behind the port, on its protocol layer. */
export const platformaticClient: KafkaClient = {
  groupProtocols: ['classic', 'consumer'],
  openProducing: (settings) => new PlatformaticProducing(settings),
  openAdmin: (settings) => new PlatformaticAdmin(settings),
  openReader: (settings) => new PlatformaticReader(settings),
  openGroup: (settings, group, events) => new PlatformaticGroup(settings, group, events),
  faultOf,
}
