import { type Engine, findEngine } from '@tailspan/containers'
import type { Mode } from './options.ts'

/** A mode, and the sentence that says why it is this one; none when somebody insisted on it. */
export type Choice = { readonly mode: Mode; readonly why: string | undefined }

/** Takes the mode that was asked for, else containers when an engine answers. */
export async function chooseMode(
  asked: Mode | undefined,
  find: () => Promise<Engine> = findEngine,
): Promise<Choice> {
  if (asked) return { mode: asked, why: undefined }
  const engine = await find()
  return engine.answers
    ? {
        mode: 'docker',
        why: `In containers: an engine answers (${engine.version}); --local runs without.`,
      }
    : { mode: 'local', why: `Without containers: ${engine.reason}.` }
}
