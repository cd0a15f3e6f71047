// The check sum of ZIP files, eight bytes at a step.

const TABLES = Array.from({ length: 8 }, () => new Uint32Array(256))
for (let byte = 0; byte < 256; byte++) {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  TABLES[0][byte] = value
}
for (let byte = 0; byte < 256; byte++) {
  for (let table = 1; table < 8; table++) {
    const before = TABLES[table - 1][byte]
    TABLES[table][byte] = (before >>> 8) ^ TABLES[0][before & 255]
  }
}

/** The check sum of `bytes` after what gave `before`. */
export function crc32(bytes, before = 0) {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES
  let crc = ~before
  let at = 0
  const whole = bytes.length - (bytes.length % 8)
  while (at < whole) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
    crc =
      t7[crc & 255] ^
      t6[(crc >>> 8) & 255] ^
      t5[(crc >>> 16) & 255] ^
      t4[crc >>> 24] ^
      t3[bytes[at + 4]] ^
      t2[bytes[at + 5]] ^
      t1[bytes[at + 6]] ^
      t0[bytes[at + 7]]
    at += 8
  }
  while (at < bytes.length) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at++]) & 255]
  return ~crc >>> 0
}
