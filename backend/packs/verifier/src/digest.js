// SHA-512 of a file that comes in pieces. The browser's own is ten times as fast and takes a file whole only, so it is
// asked for those of middling size; small ones aren't worth the wait, and large ones shall not fill the memory.

import { sha512 } from '@noble/hashes/sha2.js'

import { hexOf, joined } from './bytes.js'

const LEAST = 64 * 1024
const MOST = 16 * 1024 * 1024

const native = globalThis.crypto?.subtle ?? null

export class Digest {
  #streamed = null
  #held = []

  constructor(size) {
    if (!native || size < LEAST || size > MOST) this.#streamed = sha512.create()
  }

  update(piece) {
    if (this.#streamed) this.#streamed.update(piece)
    else this.#held.push(piece.slice())
  }

  /** The digits, at once or in a moment. */
  digits() {
    if (this.#streamed) return hexOf(this.#streamed.digest())
    return native.digest('SHA-512', joined(...this.#held)).then((found) => hexOf(new Uint8Array(found)))
  }
}
