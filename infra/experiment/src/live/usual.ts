import { ownEnv } from '@tailspan/local'
import { type Strategy, usualStrategy } from '../contenders.ts'

/** The strategy with which the system was started: what the shell says, as the service reads it. */
export function readUsual(): Strategy {
  return usualStrategy(ownEnv.PUBLISH)
}

/** Whether the system was started so that orders are published durably and taken over HTTP/1.1, as most experiments want it. */
export function readIsUsual(): boolean {
  return readUsual() === 'durable' && ownEnv.HTTP_PROTOCOL !== 'h2c'
}
