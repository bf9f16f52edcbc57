import { ensureImages, findEngine, images } from '@tailspan/containers'

/** Why the container suite cannot run here, in words that end a sentence; undefined when it can. */
export async function whyNoContainers(): Promise<string | undefined> {
  const engine = await findEngine()
  if (!engine.answers) return engine.reason
  const tell = (words: string) => void process.stderr.write(`… ${words}\n`)
  return ensureImages(Object.values(images), tell).then(
    () => undefined,
    () => 'its images are not here and could not be pulled (npm run images builds them)',
  )
}
