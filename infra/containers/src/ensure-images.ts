import { CannotRun } from './cannot-run.ts'
import { inspectImage, pullImage } from './engine.ts'

const pullMs = 600_000

/**
 * Makes sure that images are there, pulling what is missing.
 *
 * shape:  returns those that are stand-ins, so that a run can say so
 * errors: image-missing
 */
export async function ensureImages(
  images: readonly string[],
  tell: (words: string) => void,
): Promise<string[]> {
  const standIns: string[] = []
  for (const image of images) {
    const { isThere, standIn } = await inspectImage(image)
    if (standIn) standIns.push(image)
    if (isThere) continue
    tell(`pulling ${image}`)
    if (!(await pullImage(image, pullMs))) throw imageMissing(image)
  }
  return standIns
}

function imageMissing(image: string): CannotRun {
  return new CannotRun(
    'image-missing',
    `The image ${image} is not here and could not be pulled: check the network, or run npm run images, which builds the images from packages, or start with --local, which needs none.`,
  )
}
