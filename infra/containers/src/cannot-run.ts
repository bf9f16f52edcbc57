import { TailspanError } from '@tailspan/errors'

/** What keeps the system from running in containers. */
export type ContainerObstacle =
  | 'engine-silent'
  | 'compose-missing'
  | 'image-missing'
  | 'compose-failed'
  | 'build-failed'

/** One sentence that says what is wrong and what to do about it. */
export class CannotRun extends TailspanError {
  constructor(obstacle: ContainerObstacle, sentence: string, options?: ErrorOptions) {
    super(obstacle, 'unavailable', sentence, options)
  }
}
