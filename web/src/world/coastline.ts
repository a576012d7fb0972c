import coastline from "./coastline.json";

/** Longitude and latitude in degrees. */
export type Position = [lon: number, lat: number];

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The numbers in a text, as tools/coastline.mjs writes them. */
function numbersIn(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of text) {
    const bits = ALPHABET.indexOf(letter);
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value + 1) / 2 : value / 2);
    value = shift = 0;
  }
  return numbers;
}

function ringOf(text: string): Position[] {
  const steps = numbersIn(text);
  const ring: Position[] = [];
  let x = 0;
  let y = 0;
  for (let k = 0; k < steps.length; k += 2) {
    x += steps[k];
    y += steps[k + 1];
    ring.push([x / coastline.steps, y / coastline.steps]);
  }
  return ring;
}

/** The rings of the world's land: Natural Earth, made by tools/coastline.mjs. */
export const land: Position[][] = coastline.rings.map(ringOf);
