/** Says in a few words how far something long has come. */
export type Progress = (words: string) => void
