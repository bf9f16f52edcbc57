import { jsonAnswer, type Page, problemAnswer, textAnswer } from '../listener/answer.ts'
import { describeWork, summarizeWork } from './describe-work.ts'
import type { Work } from './work.ts'

/** What Go shows as goroutines: all that lives in this process and has an owner. */
export function goroutinePage(work: Work): Page {
  return {
    path: '/debug/pprof/goroutine',
    about: 'actors and pending tasks: ?debug=1 counted, ?debug=2 each with its creation stack',
    answer({ query }) {
      const detail = query.get('debug') ?? '1'
      if (detail === '1') return textAnswer(summarizeWork(work))
      if (detail === '2') return textAnswer(describeWork(work))
      return problemAnswer(400, 'debug must be 1 or 2: there is no binary form of this.')
    },
  }
}

/** The pending tasks for programs: names, ages and trace ids, never what they work on. */
export function tasksPage(work: Work): Page {
  return {
    path: '/tasks',
    about: 'pending tasks with age and trace id, as JSON',
    answer: () =>
      jsonAnswer({
        tasks: work.tasks().map(({ registry, name, state, ageMs, traceId }) => ({
          registry,
          name,
          state,
          ageMs: Math.round(ageMs),
          traceId: traceId ?? null,
        })),
      }),
  }
}
