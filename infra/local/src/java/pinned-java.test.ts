import { expect, test } from 'vitest'
import { javaVersion, pinnedJava } from './pinned-java.ts'

test.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'])(
  'a Java is pinned for %s',
  (platform) => {
    const pin = pinnedJava(platform)

    expect(pin?.url).toMatch(/^https:/)
    expect(pin?.url).toContain(`-${javaVersion}-`)
    expect(pin?.size).toBeGreaterThan(30_000_000)
    expect(pin?.sha512).toMatch(/^[0-9a-f]{128}$/)
  },
)

test.each(['win32-x64', 'linux-musl', 'linux-riscv64'])('none is pinned for %s', (platform) => {
  expect(pinnedJava(platform)).toBeUndefined()
})
