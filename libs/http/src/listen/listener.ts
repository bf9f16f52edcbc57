import type { Server } from 'node:net'

/** A listening server of one protocol, with what a drain asks of it. */
export interface Listener {
  readonly server: Server
  /** Takes no new connections, tells the present ones to leave, lets what is under way go on. */
  refuseNew(): void
  /** Closes the connections that carry no request. */
  closeIdle(): void
  /** Closes the connections that carry no request which has reached a handler, though one may have begun. */
  closeUnserved(): void
  /** Closes all connections, whatever they carry. */
  destroyAll(): void
}
