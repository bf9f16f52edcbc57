import pins from '../../kafka-artifacts.json' with { type: 'json' }
import type { Pin } from './pin.ts'

/** One jar that Kafka needs. */
export type PinnedJar = Pin & {
  /** group:artifact:version */
  readonly gav: string
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
