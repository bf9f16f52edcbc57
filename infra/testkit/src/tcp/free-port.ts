import { findFreePorts } from '@tailspan/local'

/** A port of 127.0.0.1 that nobody listens on, and that no other test is given while this process lives. */
export async function freePort(): Promise<number> {
  const [port = 0] = await findFreePorts(1)
  return port
}
