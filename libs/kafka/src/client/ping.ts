import { inRoot } from '@tailspan/scope'
import type { Admin } from 'kafkajs'
import { endWithin } from './end-within.ts'
import { type Kafka, openClient } from './kafka.ts'
import { watchSockets } from './watched-sockets.ts'

export type Ping = {
  /** Resolves when a broker has answered a question, rejects when none does in time. */
  ping(): Promise<void>
  close(): Promise<void>
}

type Line = { readonly admin: Admin; readonly hangUp: () => Promise<void> }

const goodbyeMs = 200

/** Asks the brokers something on a connection of its own, which is opened by the first question. */
export function createPing(kafka: Kafka): Ping {
  let line: Line | undefined
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    line ??= inRoot(() => openLine(kafka))
    try {
      await line.admin.connect()
      await line.admin.describeCluster()
    } catch (error) {
      await close()
      throw error
    }
  }
  async function close(): Promise<void> {
    const old = line
    line = undefined
    await old?.hangUp()
  }
  return {
    // Who asks meanwhile gets the same answer: a silent broker must not collect questions.
    ping() {
      asking ??= inRoot(ask).finally(() => {
        asking = undefined
      })
      return asking
    },
    close,
  }
}

function openLine(kafka: Kafka): Line {
  const sockets = watchSockets()
  const admin = openClient(kafka, sockets.factory).admin({ retry: { retries: 0 } })
  const hangUp = async () => {
    await endWithin(goodbyeMs, admin.disconnect())
    sockets.destroy()
  }
  return { admin, hangUp }
}
