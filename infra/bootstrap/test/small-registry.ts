import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const { pnpm } = JSON.parse(
  readFileSync(new URL('../package-manager.json', import.meta.url), 'utf8'),
) as { pnpm: string }
const version = pnpm.slice('pnpm@'.length)

/** A `pnpm` that brings this Node, as the real one would. */
const program = `#!/usr/bin/env node
const { mkdirSync, symlinkSync } = require('node:fs')
mkdirSync('node_modules/node/bin', { recursive: true })
symlinkSync(${JSON.stringify(process.execPath)}, 'node_modules/node/bin/node')
`

/** A registry that knows one small package; told to be silent, it takes every question and answers none. */
export async function startSmallRegistry() {
  const { tarball, integrity, shasum } = packPnpm()
  const asked: string[] = []
  let isSilent = false
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (!isSilent) answer(response, request.url ?? '')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const answer = (response: ServerResponse, path: string) => {
    if (path.endsWith('.tgz')) return void response.end(tarball)
    if (path !== '/pnpm') return void response.end('{}')
    const dist = { tarball: `${url}pnpm.tgz`, integrity, shasum }
    const manifest = { name: 'pnpm', version, bin: { pnpm: 'pnpm.cjs' }, dist }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ name: 'pnpm', versions: { [`${version}`]: manifest } }))
  }
  const silence = () => {
    isSilent = true
    asked.length = 0
  }
  return { url, asked, silence }
}

function packPnpm() {
  const folder = mkdtempSync(join(tmpdir(), 'tailspan-registry-'))
  try {
    const manifest = { name: 'pnpm', version, bin: { pnpm: 'pnpm.cjs' } }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    writeFileSync(join(folder, 'pnpm.cjs'), program, { mode: 0o755 })
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--silent'], { cwd: folder, encoding: 'utf8' }),
    )
    return { ...packed, tarball: readFileSync(join(folder, packed.filename)) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
