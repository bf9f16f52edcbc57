import { inspectImage, pullImage } from '@tailspan/containers'
import { labelOf, makeImage, type Workshop } from './make-image.ts'
import type { Recipe } from './recipe.ts'

/** Where an image that is there now came from. */
export type Origin = 'official' | 'pulled' | 'stand-in' | 'made'

const pullMs = 300_000

/** Makes sure that an image is there: the official one wherever it can be had. */
export async function ensureImage(recipe: Recipe, workshop: Workshop): Promise<Origin> {
  const { isThere, standIn } = await inspectImage(recipe.image)
  if (isThere && standIn === undefined) return 'official'
  if (standIn === (await labelOf(recipe))) return 'stand-in'
  if (await pullImage(recipe.image, pullMs)) return 'pulled'
  await makeImage(recipe, workshop)
  return 'made'
}
