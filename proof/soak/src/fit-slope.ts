/** A straight line through points, by least squares. */
export type Slope = {
  /** Growth of y for each 1 of x. */
  readonly slope: number
  /** The standard error of the slope: how much of it may be chance. */
  readonly error: number
  /** How much y has grown along the whole line. */
  readonly growth: number
}

/** How much of y may come with each visit, and how much in all is beneath notice. */
export type Limit = { readonly perVisit: number; readonly inAll: number }

export type Point = { readonly x: number; readonly y: number }

/** Fits a line; with fewer than three points nothing can be said, and all of it may be chance. */
export function fitSlope(points: readonly Point[]): Slope {
  if (points.length < 3) return { slope: 0, error: Number.POSITIVE_INFINITY, growth: 0 }
  const xs = points.map(({ x }) => x)
  const [meanX, meanY] = [mean(xs), mean(points.map(({ y }) => y))]
  const spread = sum(points.map(({ x }) => (x - meanX) ** 2))
  const slope = sum(points.map(({ x, y }) => (x - meanX) * (y - meanY))) / spread
  const offLine = sum(points.map(({ x, y }) => (y - meanY - slope * (x - meanX)) ** 2))
  const growth = slope * (Math.max(...xs) - Math.min(...xs))
  return { slope, error: Math.sqrt(offLine / (points.length - 2) / spread), growth }
}

/** Whether a slope is above a limit beyond doubt: with two standard errors to spare. */
export function exceeds({ slope, error, growth }: Slope, { perVisit, inAll }: Limit): boolean {
  return slope - 2 * error > perVisit && growth > inAll
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length
}
