/** A moment as a clock on the wall shows it. */
export function timeOfDay(moment: string | number): string {
  return new Date(moment).toLocaleTimeString('en-GB')
}
