import { setTimeout as pause } from 'node:timers/promises'
import {
  type Answer,
  type Page,
  problemAnswer,
  type Question,
  textAnswer,
} from '../listener/answer.ts'
import type { Profiler, Recording } from '../profiling/profiler.ts'
import { readSeconds, type SecondsBounds } from '../profiling/read-seconds.ts'

type RecordingPage = Pick<Page, 'path' | 'about'> & {
  readonly bounds: SecondsBounds
  readonly fileName: string
  readonly profiler: () => Promise<Profiler>
  readonly start: (profiler: Profiler) => Promise<Recording>
}

/**
 * A page that measures for a while and answers with a profile, for one caller at a time.
 *
 * errors: 400 `seconds` out of bounds, 409 somebody else is measuring
 */
export function recordingPage({ path, about, ...needs }: RecordingPage): Page {
  let isBusy = false
  return {
    path,
    about,
    async answer(question) {
      const seconds = readSeconds(question.query, needs.bounds)
      if (!seconds) return outOfBounds(needs.bounds)
      if (isBusy) return busy
      if (question.isHead) return profileAnswer(needs.fileName)
      isBusy = true
      try {
        return await record({ ...question, seconds }, needs)
      } finally {
        isBusy = false
      }
    },
  }
}

const busy: Answer = problemAnswer(409, 'Somebody else is measuring: one profile at a time.')

function outOfBounds({ max }: SecondsBounds): Answer {
  return problemAnswer(400, `seconds must be a number above 0, at most ${max}.`)
}

type Needs = Pick<RecordingPage, 'fileName' | 'profiler' | 'start'>

async function record(
  { seconds, signal }: Question & { seconds: number },
  { profiler, start, fileName }: Needs,
): Promise<Answer> {
  const measurer = await profiler()
  const recording = await start(measurer)
  // A client that leaves ends its measurement, so that the next one need not wait.
  const isLeft = await pause(seconds * 1_000, false, { signal }).catch(() => true)
  if (isLeft) {
    recording.drop()
    return textAnswer('Nobody waits for this profile.\n', 499)
  }
  const { headers, ...answer } = profileAnswer(fileName)
  const body = await recording.finish()
  return { ...answer, headers: { ...headers, 'tailspan-profiler': measurer.name }, body }
}

function profileAnswer(fileName: string): Answer {
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${fileName}"`,
  }
  return { status: 200, headers, body: '' }
}
