import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { ArtifactSettings } from '../config.ts'
import { countBytes } from './count-bytes.ts'
import { fetchPinned } from './fetch-pinned.ts'
import { isPinned } from './pin.ts'
import { jarName, kafkaVersion, type PinnedJar, pinnedJars } from './pinned-jars.ts'
import type { Progress } from './progress.ts'

/** What the jar cache needs; the pins are a parameter so that tests can bring small ones. */
export type JarCacheNeeds = ArtifactSettings & {
  readonly progress?: Progress
  readonly jars?: readonly PinnedJar[]
}

const parallelDownloads = 6
const otherwise = 'set TAILSPAN_MAVEN_MIRROR to a Maven repository that this machine reaches'

/**
 * Makes sure that every pinned jar is in the cache, and returns their paths in class path order.
 *
 * shape:   `<cacheDir>/kafka-4.3.1/<artifact>-<version>.jar`
 * errors:  download-failed, download-corrupt, disk-full
 * repeats: what is there and whole stays; a damaged jar is replaced
 */
export async function ensureJars(needs: JarCacheNeeds): Promise<string[]> {
  const { cacheDir, jars = pinnedJars, progress = () => {} } = needs
  const folder = join(cacheDir, `kafka-${kafkaVersion}`)
  await mkdir(folder, { recursive: true })
  const place = (jar: PinnedJar) => join(folder, jarName(jar))
  const whole = await Promise.all(jars.map((jar) => isPinned(place(jar), jar)))
  const missing = jars.filter((_, i) => !whole[i])
  const onBytes = countBytes(`Apache Kafka ${kafkaVersion}`, missing, progress)
  const queue = [...missing]
  const work = async () => {
    for (let jar = queue.shift(); jar; jar = queue.shift()) {
      const file = { pin: jar, name: jarName(jar), from: await locate(jar, needs.mirror) }
      const fetched = fetchPinned({ ...file, target: place(jar), otherwise, onBytes })
      // After one failure nobody begins another.
      await fetched.catch((error) => {
        queue.length = 0
        throw error
      })
    }
  }
  await Promise.all(Array.from({ length: parallelDownloads }, work))
  return jars.map(place).sort()
}

/** Where a jar lies in the mirror, or in the repository that the npm package knows as the usual one. */
async function locate({ gav }: PinnedJar, mirror: string | undefined): Promise<string> {
  const [groupId = '', artifactId = '', version = ''] = gav.split(':')
  // The package is CommonJS, and loaders disagree on what an import of its default is.
  const require = createRequire(import.meta.url)
  const maven = require('mvn-artifact-url') as typeof import('mvn-artifact-url')
  const artifact = { groupId, artifactId, version, extension: 'jar' }
  return maven.default(artifact, mirror && `${mirror}/`)
}
