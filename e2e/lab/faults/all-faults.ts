import { calm } from './calm.ts'
import type { Fault } from './fault.ts'
import { sigkill } from './sigkill.ts'
import { slowKafka } from './slow-kafka.ts'

/** All faults, the control first. */
export const faults: readonly Fault[] = [calm, slowKafka, sigkill]
