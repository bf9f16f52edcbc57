import { buildImage } from './build-services.ts'

/**
 * Builds the image of the console as `tailspan/console:<tag>`.
 *
 * errors: build-failed; the signal's abort
 */
export async function buildConsole(tag: string, signal?: AbortSignal): Promise<void> {
  await buildImage(
    ['--file', 'infra/console/Dockerfile', '--tag', `tailspan/console:${tag}`],
    signal,
  )
}
