import { TailspanError } from '@tailspan/errors'

/** Files were changed after they had been run: this schema does not have what they say now. */
export class MigrationEdited extends TailspanError {
  constructor(names: readonly string[]) {
    const which =
      names.length > 1 ? `migrations ${names.join(', ')} were` : `migration ${names} was`
    super(
      'migration-edited',
      'internal',
      `${which} changed after this schema had run it: restore the text that was run, and put the change into a new file`,
    )
  }
}
