// Proofs about trees over lists of leaves, as RFC 6962 and RFC 9162 describe them.

import { sha256 } from '@noble/hashes/sha2.js'

import { joined, same } from './bytes.js'

/** A proof does not show what it should; the message is one plain sentence. */
export class ProofFails extends Error {}

export const leafHash = (leaf) => sha256(joined([0], leaf))

const nodeHash = (left, right) => sha256(joined([1], left, right))

const EMPTY_ROOT = sha256(new Uint8Array(0))

// Positions go beyond what JavaScript’s own bit operations hold.
const half = (number) => Math.floor(number / 2)
const odd = (number) => number % 2 === 1

/** Whether the leaf hash stands at `index` in the tree of this size and root; throws ProofFails. RFC 9162, 2.1.3.2. */
export function verifyInclusion({ leaf, index, size, path, root }) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new ProofFails(`There is no line ${index} in a ledger of ${size} lines.`)
  }
  checkHashes(path)
  let at = index
  let last = size - 1
  let made = leaf
  for (const sibling of path) {
    if (last === 0) throw new ProofFails('The path to the root is longer than it can be.')
    if (odd(at) || at === last) {
      made = nodeHash(sibling, made)
      while (!odd(at) && at) [at, last] = [half(at), half(last)]
    } else {
      made = nodeHash(made, sibling)
    }
    ;[at, last] = [half(at), half(last)]
  }
  if (last !== 0) throw new ProofFails('The path to the root is shorter than it must be.')
  if (!same(made, root)) throw new ProofFails('The path does not lead to the root.')
}

/** Whether the later tree begins with the whole of the earlier one; throws ProofFails. RFC 9162, 2.1.4.2. */
export function verifyConsistency({ earlier, later, path, earlierRoot, laterRoot }) {
  if (earlier > later) throw new ProofFails(`A ledger of ${later} lines can’t have grown from one of ${earlier}.`)
  if (earlier === 0 || earlier === later) {
    if (path.length) throw new ProofFails('The proof is longer than it can be.')
    if (!same(earlierRoot, earlier ? laterRoot : EMPTY_ROOT)) {
      throw new ProofFails('Two ledgers of one length have different roots.')
    }
    return
  }
  const whole = Number.isInteger(Math.log2(earlier)) && 2 ** Math.log2(earlier) === earlier
  const [first, ...steps] = whole ? [earlierRoot, ...path] : path
  if (!first) throw new ProofFails('The proof is shorter than it must be.')
  checkHashes([first, ...steps])
  let at = earlier - 1
  let last = later - 1
  while (odd(at)) [at, last] = [half(at), half(last)]
  let before = first
  let after = first
  for (const step of steps) {
    if (last === 0) throw new ProofFails('The proof is longer than it can be.')
    if (odd(at) || at === last) {
      before = nodeHash(step, before)
      after = nodeHash(step, after)
      while (!odd(at) && at) [at, last] = [half(at), half(last)]
    } else {
      after = nodeHash(after, step)
    }
    ;[at, last] = [half(at), half(last)]
  }
  if (last !== 0) throw new ProofFails('The proof is shorter than it must be.')
  if (!same(before, earlierRoot)) throw new ProofFails('The proof does not begin at the earlier root.')
  if (!same(after, laterRoot)) throw new ProofFails('The proof does not lead to the later root.')
}

function checkHashes(hashes) {
  if (hashes.some((hash) => hash.length !== 32)) throw new ProofFails('Each step of a proof is 32 bytes.')
}
