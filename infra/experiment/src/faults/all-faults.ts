import { broker5s, broker15s, brokerGone } from './broker-restarts.ts'
import { calm } from './calm.ts'
import { consumerKilled } from './consumer-killed.ts'
import type { Fault } from './fault.ts'
import { hostVanishes } from './host-vanishes.ts'
import { leaderKilled } from './leader-killed.ts'
import { clientCloses, http2Reset, tcpReset } from './leaving.ts'
import { poison } from './poison.ts'
import { postgresReadOnly } from './postgres-read-only.ts'
import { postgresRestart } from './postgres-restart.ts'
import { rebalance } from './rebalance.ts'
import { relayKilled } from './relay-killed.ts'
import { sigkill } from './sigkill.ts'
import { sigterm } from './sigterm.ts'
import { slowKafka } from './slow-kafka.ts'
import { smtpRefuses } from './smtp-refuses.ts'

/** All faults, the control first. */
export const faults: readonly Fault[] = [
  calm,
  clientCloses,
  tcpReset,
  http2Reset,
  slowKafka,
  sigterm,
  sigkill,
  relayKilled,
  broker5s,
  broker15s,
  brokerGone,
  postgresRestart,
  postgresReadOnly,
  hostVanishes,
  consumerKilled,
  rebalance,
  poison,
  smtpRefuses,
  leaderKilled,
]
