// ASN.1 in its distinguished form (DER), read with suspicion: each value has one length, ends where it says, and
// nothing follows it.

import { Unreadable, hexOf } from './bytes.js'

export const SEQUENCE = 0x30
export const SET = 0x31
export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const OBJECT = 0x06

const DEEPEST = 40

export class Value {
  constructor(tag, content, whole) {
    this.tag = tag
    this.content = content
    /** With its own head. */
    this.whole = whole
  }

  is(tag) {
    if (this.tag !== tag) throw new Unreadable('It holds something else than it should.')
    return this
  }

  /** What a SEQUENCE, a SET or an explicit tag holds. */
  get parts() {
    if (!(this.tag & 0x20)) throw new Unreadable('It holds something else than it should.')
    const found = []
    for (let at = 0; at < this.content.length; ) {
      const value = readAt(this.content, at)
      found.push(value)
      at += value.whole.length
    }
    return found
  }

  get oid() {
    const bytes = this.is(OBJECT).content
    if (!bytes.length || bytes.length > 64 || bytes.at(-1) & 0x80) throw new Unreadable('It names nothing.')
    const numbers = []
    let number = 0
    for (const byte of bytes) {
      number = number * 128 + (byte & 0x7f)
      if (!(byte & 0x80)) {
        numbers.push(number)
        number = 0
      }
    }
    const first = Math.min(Math.floor(numbers[0] / 40), 2)
    return [first, numbers[0] - 40 * first, ...numbers.slice(1)].join('.')
  }

  get unsigned() {
    const bytes = this.is(INTEGER).content
    if (!bytes.length || bytes.length > 2048 || bytes[0] & 0x80) throw new Unreadable('It holds no such number.')
    return BigInt(`0x${hexOf(bytes)}`)
  }

  /** A moment, in milliseconds: UTCTime or GeneralizedTime. */
  get moment() {
    const text = String.fromCharCode(...this.content.subarray(0, 40))
    const short = this.tag === 0x17 && /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
    const long = this.tag === 0x18 && /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(text)
    if (!short && !long) throw new Unreadable('It holds no moment in UTC.')
    const [, year, month, day, hour, minute, second, fraction] = short || long
    const full = short ? (+year < 50 ? 2000 : 1900) + +year : +year
    const at = Date.UTC(full, month - 1, +day, +hour, +minute, +second)
    const back = new Date(at)
    if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== +day || +hour > 23 || +minute > 59 || +second > 59) {
      throw new Unreadable('It holds a moment that there never was.')
    }
    return at + Number(`0.${fraction ?? 0}`) * 1000
  }
}

/** The one value in these bytes; throws Unreadable if anything is wrong in it, however deep, or follows it. */
export function read(bytes) {
  const value = readAt(bytes, 0)
  if (value.whole.length !== bytes.length) throw new Unreadable('Something follows it.')
  walk(value, 0)
  return value
}

/** How many bytes the value at the beginning takes, or null. */
export function lengthOf(bytes) {
  try {
    return readAt(bytes, 0).whole.length
  } catch {
    return null
  }
}

function walk(value, depth) {
  if (depth > DEEPEST) throw new Unreadable('It is nested too deep.')
  if (value.tag & 0x20) for (const part of value.parts) walk(part, depth + 1)
}

function readAt(bytes, at) {
  const left = bytes.length - at
  if (left < 2 || (bytes[at] & 0x1f) === 0x1f) throw new Unreadable('It breaks off.')
  let head = 2
  let length = bytes[at + 1]
  if (length & 0x80) {
    const count = length & 0x7f
    if (!count || count > 4 || left < 2 + count) throw new Unreadable('It has no length.')
    length = 0
    for (let index = 0; index < count; index++) length = length * 256 + bytes[at + 2 + index]
    if (length < 0x80 || (count > 1 && !bytes[at + 2])) throw new Unreadable('Its length is written in a long way.')
    head += count
  }
  if (left < head + length) throw new Unreadable('It breaks off.')
  return new Value(bytes[at], bytes.subarray(at + head, at + head + length), bytes.subarray(at, at + head + length))
}
