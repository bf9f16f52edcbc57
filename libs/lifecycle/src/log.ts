/** The part of a logger that this package needs: a dotted event name and fields. */
export interface Log {
  info(event: string, fields?: object): void
  warn(event: string, fields?: object): void
  error(event: string, fields?: object): void
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }
