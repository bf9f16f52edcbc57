import { type ErrorKind, TailspanError } from '@tailspan/errors'

/** What keeps the local system from starting; each code has one sentence that says what to do. */
export type Obstacle =
  | 'already-running'
  | 'disk-full'
  | 'download-corrupt'
  | 'download-failed'
  | 'engine-silent'
  | 'folder-unwritable'
  | 'java-missing'
  | 'java-too-old'
  | 'option-invalid'
  | 'option-unknown'
  | 'demo-refused'
  | 'part-failed'
  | 'port-taken'
  | 'postgres-unreachable'

/** One sentence that says what is wrong and what to do about it; the runner prints it and exits 1. */
export class CannotStart extends TailspanError {
  constructor(obstacle: Obstacle, sentence: string, options?: ErrorOptions) {
    const kind: ErrorKind = obstacle.startsWith('option-') ? 'invalid' : 'unavailable'
    super(obstacle, kind, sentence, options)
  }
}
