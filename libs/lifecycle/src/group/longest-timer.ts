/** Node lets a timer fire at once that is set for longer than this, about 25 days. */
export const longestTimerMs = 2 ** 31 - 1
