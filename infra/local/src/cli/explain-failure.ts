import { TailspanError } from '@tailspan/errors'

const systemFaults: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not do that',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is where a folder should be',
  EEXIST: 'a file is where a folder should be',
  EMFILE: 'too many files are open: raise the limit (ulimit -n)',
}

/** What a person is told: one sentence for everything that is known to go wrong, else the whole stack. */
export function explainFailure(error: unknown): string {
  if (error instanceof TailspanError) return error.message
  if (!(error instanceof Error)) return String(error)
  const { code = '', path = '' } = error as NodeJS.ErrnoException
  if (code.startsWith('ERR_PARSE_ARGS')) return error.message
  const fault = systemFaults[code]
  const advice = 'check the folders in TAILSPAN_STATE and TAILSPAN_CACHE'
  return fault ? `${path || error.message}: ${fault} (${code}); ${advice}.` : `${error.stack}`
}
