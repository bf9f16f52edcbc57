import { run } from './run.ts'

const units: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
}

/** The memory that all containers of a project use, in bytes, as `docker stats` tells it. */
export async function readMemory(project: string): Promise<number> {
  const filter = `label=com.docker.compose.project=${project}`
  const ids = (await run('docker', ['ps', '--quiet', '--filter', filter]))
    .split('\n')
    .filter(Boolean)
  if (ids.length === 0) return 0
  const asked = ['stats', '--no-stream', '--format', '{{.MemUsage}}', ...ids]
  const lines = (await run('docker', asked)).split('\n')
  return lines.reduce((sum, line) => sum + parseMemory(line), 0)
}

/** `63.09MiB / 160MiB` in bytes. */
export function parseMemory(line: string): number {
  const [, figure = '0', unit = 'B'] = /^([\d.]+)([KMG]?i?B)/.exec(line) ?? []
  return Number(figure) * (units[unit] ?? 0)
}
