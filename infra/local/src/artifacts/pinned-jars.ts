import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import pins from '../../kafka-artifacts.json' with { type: 'json' }

/** One jar that Kafka needs, pinned by size and checksum. */
export type PinnedJar = {
  /** group:artifact:version */
  readonly gav: string
  readonly size: number
  readonly sha512: string
}

/** The version of Apache Kafka that the pins make up. */
export const kafkaVersion = '4.3.1'

/** All jars of the broker and its tools. */
export const pinnedJars: readonly PinnedJar[] = pins

/** The name that Maven gives the jar: `kafka-clients-4.3.1.jar`. */
export function jarName({ gav }: PinnedJar): string {
  const [, artifact, version] = gav.split(':')
  return `${artifact}-${version}.jar`
}

/** Whether a file is there and is byte for byte what was pinned. */
export async function isPinned(file: string, { size, sha512 }: PinnedJar): Promise<boolean> {
  const found = await stat(file).catch(() => undefined)
  if (found?.size !== size) return false
  const hash = createHash('sha512')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex') === sha512
}
