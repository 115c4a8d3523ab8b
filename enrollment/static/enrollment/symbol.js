// A QR symbol of one size, drawn on the phone itself: version 2, correction level Q, letters and digits (ISO/IEC 18004).
// The personal code always has 25 letters, so one version, one block and one mask are enough, and it works offline.
export const SIZE = 25;
const DATA = 22; // codewords of version 2-Q, followed by as many for correction
const CHECK = 22;
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const FORMAT = formatBits(0b11_000); // level Q, mask 0: a chessboard

function times(a, b) {
  let product = 0;
  for (; b; b >>= 1, a = (a << 1) ^ (a & 0x80 ? 0x11d : 0)) if (b & 1) product ^= a;
  return product;
}

function codewords(text) {
  const bits = [];
  const put = (value, length) => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  put(0b0010, 4);
  put(text.length, 9);
  for (let n = 0; n < text.length; n += 2) {
    const first = LETTERS.indexOf(text[n]);
    if (n + 1 < text.length) put(first * 45 + LETTERS.indexOf(text[n + 1]), 11);
    else put(first, 6);
  }
  put(0, Math.min(4, DATA * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const words = [];
  for (let n = 0; n < bits.length; n += 8) words.push(parseInt(bits.slice(n, n + 8).join(""), 2));
  for (let pad = 0xec; words.length < DATA; pad ^= 0xec ^ 0x11) words.push(pad);
  return [...words, ...checkwords(words)];
}

function checkwords(words) {
  let generator = [1];
  for (let n = 0, root = 1; n < CHECK; n++, root = times(root, 2)) {
    const next = [...generator, 0];
    generator.forEach((factor, at) => (next[at + 1] ^= times(factor, root)));
    generator = next;
  }
  const rest = [...words, ...new Array(CHECK).fill(0)];
  for (let n = 0; n < words.length; n++) {
    const lead = rest[n];
    generator.forEach((factor, at) => (rest[n + at] ^= times(factor, lead)));
  }
  return rest.slice(words.length);
}

function formatBits(data) {
  let rest = data << 10;
  for (let bit = 14; bit >= 10; bit--) if ((rest >> bit) & 1) rest ^= 0x537 << (bit - 10);
  return ((data << 10) | rest) ^ 0x5412;
}

// Rows of 0 and 1; null is a module that still waits for its bit.
function frame() {
  const rows = Array.from({ length: SIZE }, () => new Array(SIZE).fill(null));
  const square = (top, left, reach, dark) => {
    for (let y = -reach; y <= reach; y++)
      for (let x = -reach; x <= reach; x++)
        if (rows[top + y]?.[left + x] !== undefined)
          rows[top + y][left + x] = dark.includes(Math.max(Math.abs(x), Math.abs(y))) ? 1 : 0;
  };
  for (const [top, left] of [[3, 3], [3, SIZE - 4], [SIZE - 4, 3]]) square(top, left, 4, [0, 1, 3]);
  square(18, 18, 2, [0, 2]);
  for (let n = 8; n < SIZE - 8; n++) rows[6][n] = rows[n][6] = (n + 1) % 2;
  for (let bit = 0; bit < 15; bit++) {
    const value = (FORMAT >> bit) & 1;
    rows[bit < 6 ? bit : bit < 8 ? bit + 1 : SIZE - 15 + bit][8] = value;
    rows[8][bit < 8 ? SIZE - 1 - bit : bit < 9 ? 7 : 14 - bit] = value;
  }
  rows[SIZE - 8][8] = 1;
  return rows;
}

export function symbol(text) {
  const rows = frame();
  const bits = codewords(text).flatMap((word) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (word >> bit) & 1));
  let next = 0;
  for (let right = SIZE - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5; // the column of the timing pattern
    for (let n = 0; n < SIZE; n++) {
      const y = up ? SIZE - 1 - n : n;
      for (const x of [right, right - 1])
        if (rows[y][x] === null) rows[y][x] = (bits[next++] ?? 0) ^ ((x + y) % 2 === 0 ? 1 : 0);
    }
  }
  return rows;
}

// The symbol as an SVG of one path, with the quiet zone of four modules.
export function drawn(text, label) {
  const make = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const side = SIZE + 8;
  const svg = make("svg", { viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" });
  const path = symbol(text).flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("");
  svg.append(make("rect", { width: side, height: side, fill: "#fff" }), make("path", { d: path, fill: "#000" }));
  return svg;
}
