// Opens a PDF in pdf.js and tells, as one line of JSON, what it found there.
import { readFile } from "node:fs/promises";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";

const file = new Uint8Array(await readFile(process.argv[2]));
const pdf = await getDocument({ data: file, verbosity: VerbosityLevel.ERRORS, useSystemFonts: true }).promise;
const numberOf = async (dest) => (await pdf.getPageIndex(dest[0])) + 1;

const bookmarks = [];
const walk = async (entries) => {
  for (const entry of entries ?? []) {
    bookmarks.push([entry.title, await numberOf(entry.dest)]);
    await walk(entry.items);
  }
};
await walk(await pdf.getOutline());

const words = [];
const links = [];
let tagged = 0;
for (let number = 1; number <= pdf.numPages; number += 1) {
  const page = await pdf.getPage(number);
  const text = await page.getTextContent();
  words.push(text.items.map((item) => item.str).join(" "));
  tagged += (await page.getStructTree()) ? 1 : 0;
  for (const note of await page.getAnnotations()) {
    if (note.subtype === "Link" && Array.isArray(note.dest)) links.push([number, await numberOf(note.dest)]);
  }
  page.cleanup();
}
console.log(
  JSON.stringify({
    pages: pdf.numPages,
    labels: await pdf.getPageLabels(),
    title: (await pdf.getMetadata()).info.Title,
    bookmarks,
    links,
    tagged,
    words,
  }),
);
await pdf.destroy();
