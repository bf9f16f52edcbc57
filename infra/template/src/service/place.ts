/** A list outside `services/` with something in it for each service, each that publishes, or each topic. */
export type Place = {
  readonly path: string
  readonly of: 'service' | 'publisher' | 'topic'
  /** One item of the list; the group `key` says whose it is. */
  readonly item: RegExp
}

/** The name of a service as a list has it. */
export const key = '(?<key>[a-z][a-z0-9]*(?:-[a-z0-9]+)*?)'
export const service = (path: string, item: RegExp): Place => ({ path, item, of: 'service' })
export const publisher = (path: string, item: RegExp): Place => ({ path, item, of: 'publisher' })
export const topic = (path: string, item: RegExp): Place => ({ path, item, of: 'topic' })
