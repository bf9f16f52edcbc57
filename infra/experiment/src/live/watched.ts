import type { Rig } from '../rig/rig.ts'
import { readIsUsual } from './usual.ts'

/** A system of which it is known where orders go and where they are counted; its parts may be somebody else's. */
export type Watched = {
  readonly rig: Pick<Rig, 'orderUrl' | 'where'> & Partial<Pick<Rig, 'deploy'>>
  /** Whether orders are published durably and taken over HTTP/1.1, as most experiments want it. */
  readonly isUsual: boolean
}

type Places = {
  readonly edgeUrl: string
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  readonly mailUrl: string
}

/** The running system of others, to be ordered from and counted, and nothing else. */
export function watchSystem({ edgeUrl, databaseUrl, kafkaBrokers, mailUrl }: Places): Watched {
  const where = { databaseUrl, brokers: kafkaBrokers, mailUrl, isShared: true }
  return { rig: { orderUrl: edgeUrl, where }, isUsual: readIsUsual() }
}
