import type { Connections } from '../port/connections.ts'
import type { ClientSettings } from '../settings.ts'
import { askMetadata } from './ask-metadata.ts'
import { Wire } from './wire.ts'

/** Connections that speak Kafka's protocol; connecting is the first question. */
export class WireConnections implements Connections {
  protected readonly wire: Wire

  constructor(settings: ClientSettings) {
    this.wire = new Wire(settings)
  }

  async connect(): Promise<void> {
    await askMetadata(this.wire, [])
  }

  disconnect(): Promise<void> {
    return this.wire.close()
  }

  cut(): void {
    this.wire.cut()
  }
}
