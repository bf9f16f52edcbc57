export { createDebug, type Debug, type DebugOptions } from './create-debug.ts'
export { DebugListenerLost, DebugPortTaken } from './listener/create-listener.ts'
export type { TaskSource } from './pages/work.ts'
export type { ActorReport, ActorState } from './supervision.ts'
