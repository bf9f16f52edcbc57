import type { KafkaClient } from '../../src/client/port/kafka-client.ts'
import { PlatformaticAdmin } from './admin.ts'
import { faultOf } from './fault-of.ts'
import { PlatformaticProducing } from './producing.ts'
import { PlatformaticReader } from './reader.ts'

/** @platformatic/kafka behind the port, without groups: it holds the port to what a second client can do. */
export const platformaticClient: KafkaClient = {
  openProducing: (settings) => new PlatformaticProducing(settings),
  openAdmin: (settings) => new PlatformaticAdmin(settings),
  openReader: (settings) => new PlatformaticReader(settings),
  openGroup() {
    throw new Error('groups are not implemented on @platformatic/kafka')
  },
  faultOf,
}
