// Signed notes and the checkpoints of a log, in the form of C2SP (signed-note, tlog-checkpoint).

import { sha256 } from '@noble/hashes/sha2.js'

import { base64Of, fromBase64, hexOf, joined, same, textOf, utf8 } from './bytes.js'
import { signatureHolds } from './seal.js'

const ED25519 = 1
const LONGEST = 1_000_000
const MOST_SIGNATURES = 100
const NAME = /^[^\s+\u0000-\u001f\u007f]{1,250}$/

/** A note is not one, or no signature on it is by the key asked for; the message is one plain sentence. */
export class NoteRefused extends Error {}

function base64In(text, what) {
  try {
    return fromBase64(text)
  } catch {
    throw new NoteRefused(`${what} is not in base64.`)
  }
}

const hintOf = (name, publicKey) => sha256(joined(utf8(`${name}\n`), [ED25519], publicKey)).slice(0, 4)

/** The key that a `vkey` writes down; throws NoteRefused. */
export function readVkey(text) {
  const [name, hint, ...rest] = String(text).trim().split('+')
  if (!rest.length) {
    throw new NoteRefused('A key is written as its name, a hint and the key, with a plus sign between them.')
  }
  const key = base64In(rest.join('+'), 'The key')
  if (key[0] !== ED25519 || key.length !== 33) {
    throw new NoteRefused('The key is of a kind that is not known here; only Ed25519 is.')
  }
  const publicKey = key.subarray(1)
  if (!NAME.test(name)) throw new NoteRefused('The name of a key must have no spaces and no plus sign.')
  if (hint !== hexOf(hintOf(name, publicKey))) {
    throw new NoteRefused('The hint in the key is not that of its name and bytes: it was copied wrongly.')
  }
  return { name, publicKey }
}

/** The text and the signatures of a note, none of them checked; throws NoteRefused. */
export function readNote(bytes) {
  if (bytes.length > LONGEST) throw new NoteRefused('The note is longer than any note of ours.')
  let whole
  try {
    whole = textOf(bytes)
  } catch {
    throw new NoteRefused('The note is not plain text.')
  }
  const parting = whole.lastIndexOf('\n\n')
  const tail = parting < 0 ? '' : whole.slice(parting + 2)
  if (!tail.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(whole)) {
    throw new NoteRefused('The note has no signature where one must be.')
  }
  const lines = tail.slice(0, -1).split('\n')
  if (lines.length > MOST_SIGNATURES) throw new NoteRefused('The note has more signatures than any note of ours.')
  return { text: `${whole.slice(0, parting)}\n`, signatures: lines.map(signatureIn) }
}

function signatureIn(line) {
  const found = /^— ([^ ]+) (.*)$/s.exec(line)
  if (!found || !NAME.test(found[1])) {
    throw new NoteRefused('A line of signature in the note is not in the right form.')
  }
  const blob = base64In(found[2], 'A signature')
  if (blob.length < 5) throw new NoteRefused('A signature in the note is too short.')
  return { name: found[1], hint: blob.subarray(0, 4), signature: blob.subarray(4) }
}

/** Whether a signature on the note is by this key. One that names the key and does not hold is no signature. */
export function isSignedBy(note, { name, publicKey }) {
  const hint = hintOf(name, publicKey)
  const named = note.signatures.filter((each) => each.name === name && same(each.hint, hint))
  const message = utf8(note.text)
  return named.length > 0 && named.every((each) => signatureHolds(publicKey, each.signature, message))
}

/** The checkpoint that a note’s text states; throws NoteRefused. */
export function readCheckpoint(text) {
  const lines = text.slice(0, -1).split('\n')
  if (!text.endsWith('\n') || lines.length < 3 || lines.includes('')) {
    throw new NoteRefused('A checkpoint has a line for its log, one for its size and one for its root.')
  }
  const [origin, written, base64, ...extensions] = lines
  const size = /^(?:0|[1-9][0-9]{0,18})$/.test(written) ? Number(written) : NaN
  if (!Number.isSafeInteger(size)) throw new NoteRefused('The size in the checkpoint is not a whole number.')
  const root = base64In(base64, 'The root in the checkpoint')
  if (root.length !== 32) throw new NoteRefused('The root in the checkpoint is not 32 bytes.')
  const sealed = extensions.filter((line) => line.startsWith('sealed-at '))
  const sealedAt = sealed.length === 1 ? sealed[0].slice('sealed-at '.length) : null
  return { origin, size, root, sealedAt }
}

/** The checkpoint in a signed note, once this key has signed it under the log’s own name; throws NoteRefused. */
export function openCheckpoint(bytes, key) {
  const note = readNote(bytes)
  const checkpoint = readCheckpoint(note.text)
  if (key.name !== checkpoint.origin || !isSignedBy(note, key)) {
    throw new NoteRefused(`No key that is known here for ${checkpoint.origin} has signed this checkpoint.`)
  }
  return checkpoint
}

export const sameRoot = (one, two) => base64Of(one.root) === base64Of(two.root)
