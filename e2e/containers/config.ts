/** Settings of the container tests; only this file looks at the environment. */
export const config = {
  /** Whether docs/faults.md is to be drawn anew. */
  drawFaults: process.env.TAILSPAN_DRAW_FAULTS === 'yes',
  /** Where programs are found. */
  path: process.env.PATH,
}
