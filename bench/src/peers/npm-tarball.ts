import { gzipSync } from "node:zlib";

/** An npm package of invented content as `npm pack` makes it, with a filler of so many bytes. */
export function npmTarball(manifest: { readonly name: string; readonly version: string }, size: number): Buffer {
  const files: [string, Buffer][] = [
    ["package/package.json", Buffer.from(JSON.stringify(manifest))],
    ["package/filler.bin", Buffer.alloc(size, `${manifest.name} filler`)],
  ];
  const parts = files.flatMap(([name, content]) => [header(name, content.length), content, padding(content.length)]);
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]), { level: 1 });
}

/** The head of a file. Source: POSIX ustar. */
function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  block.write(name, 0);
  block.write(octal(0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write("        ", 148);
  block.write("0", 156);
  block.write("ustar\x0000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\x00 `, 148);
  return block;
}

function padding(size: number): Buffer {
  return Buffer.alloc((512 - (size % 512)) % 512);
}
