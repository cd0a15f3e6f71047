// A file that is read from its first byte to its last, a slice at a time: never the whole of it in memory.

export const SLICE = 4 * 1024 * 1024

/** Whoever checks asked to stop. Nothing can be said of the file then. */
export class Cancelled extends Error {}

/** The computer would not let us read on. */
export class ReadFailed extends Error {}

export async function slice(file, start, end) {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer())
  } catch (error) {
    throw new ReadFailed(error?.name === 'NotReadableError' ? 'it was changed, moved or locked meanwhile' : error?.name)
  }
}

export class Source {
  #file
  #held = new Uint8Array(0)
  #from = 0 // within #held
  #next = 0 // within the file
  #seen

  /** `seen(bytes, done, total)` is told of every slice as it is read, and may throw Cancelled. */
  constructor(file, seen) {
    this.#file = file
    this.#seen = seen
  }

  get atHand() {
    return this.#held.length - this.#from
  }

  get isAtEnd() {
    return this.#next >= this.#file.size
  }

  /** Up to `most` bytes, fewer only at the end of the file. Bytes are lent until the next call. */
  async read(most) {
    if (this.atHand < most) await this.#fill(most)
    return this.lent(most)
  }

  /** What is at hand already, without waiting. */
  lent(most) {
    const bytes = this.#held.subarray(this.#from, this.#from + most)
    this.#from += bytes.length
    return bytes
  }

  /** The next piece of at most `most` bytes: whatever is at hand, or else a new slice. */
  async piece(most) {
    if (!this.atHand) await this.#fill(1)
    return this.lent(most)
  }

  async #fill(least) {
    while (this.atHand < least && this.#next < this.#file.size) {
      const end = Math.min(this.#next + SLICE, this.#file.size)
      const bytes = await slice(this.#file, this.#next, end)
      if (bytes.length !== end - this.#next) throw new ReadFailed('it was changed meanwhile')
      this.#next = end
      await this.#seen?.(bytes, end, this.#file.size)
      if (this.atHand) {
        const both = new Uint8Array(this.atHand + bytes.length)
        both.set(this.#held.subarray(this.#from))
        both.set(bytes, this.atHand)
        this.#held = both
      } else {
        this.#held = bytes
      }
      this.#from = 0
    }
  }
}
