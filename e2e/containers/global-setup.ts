import { buildConsole, buildServices, ensureImages, images } from '@tailspan/containers'
import { sweep } from './fleet/labels.ts'

/** Pulls or builds all images, builds those of the services, and reports which are stand-ins. */
export async function setup(): Promise<void> {
  const report = (words: string) => void process.stderr.write(`… ${words}\n`)
  const standIns = await ensureImages(Object.values(images), report)
  if (standIns.length > 0) report(`stand-ins, built from packages: ${standIns.join(', ')}`)
  await sweep()
  report('building the images of the services')
  await buildServices('e2e')
  await buildConsole('e2e')
}

/** Removes what a test that was cut short has left behind. */
export async function teardown(): Promise<void> {
  await sweep()
}
