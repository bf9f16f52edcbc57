/** What making an image may use. */
export type Making = {
  /** The folder that becomes the build's context; the recipe's own files are in it already. */
  readonly context: string
  /** Where downloads and built programs are kept between runs. */
  readonly cacheDir: string
  readonly tell: (words: string) => void
}

/** How an image is made from packages. */
export type Recipe = {
  /** The official name, and so the name of the stand-in. */
  readonly image: string
  /** Its folder in `images/`. */
  readonly folder: string
  /** What goes into it besides its folder, with versions: a change makes a new image. */
  readonly from: readonly string[]
  /** Brings into the context what the folder does not have. */
  prepare?(making: Making): Promise<void>
}
