// Makes src/world/coastline.json: the world's land, finer in the regions of the historical cases.
//
// Natural Earth 1:50m (public domain, as packaged in world-atlas) is thinned by Visvalingam's
// effective area: little is dropped in Europe and the Near East, where the map is enlarged, and
// most elsewhere. A ring is written as the steps from point to point, two or three letters each,
// a third of the size of TopoJSON. The result is committed; `npm run coastline` makes it again.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import { presimplify, sphericalTriangleArea } from "topojson-simplify";

const require = createRequire(import.meta.url);
const land = JSON.parse(readFileSync(require.resolve("world-atlas/land-50m.json"), "utf8"));
const OUT = new URL("../src/world/coastline.json", import.meta.url);

/** Smallest effective area kept (steradians), and smallest island, by place. */
const FINE = { area: 1.5e-6, island: 1e-5 };
const COARSE = { area: 4e-5, island: 1.5e-4 };
const isFine = ([lon, lat]) => lon > -14 && lon < 62 && lat > 22 && lat < 66;

const weighed = presimplify(land, sphericalTriangleArea);
const arcs = weighed.arcs.map((arc) => {
  const ends = new Set([0, arc.length - 1]);
  return arc
    .filter((p, k) => ends.has(k) || p[2] >= (isFine(p) ? FINE : COARSE).area)
    .map(([lon, lat]) => [lon, lat]);
});

/** The approximate area of a closed ring on the sphere, precise enough to omit small islands. */
function area(ring) {
  let sum = 0;
  for (let k = 0; k + 1 < ring.length; k++) {
    const [x0, y0] = ring[k];
    const [x1, y1] = ring[k + 1];
    sum += (x0 * y1 - x1 * y0) * Math.cos((((y0 + y1) / 2) * Math.PI) / 180);
  }
  return Math.abs((sum / 2) * (Math.PI / 180) ** 2);
}

const thinned = { ...land, bbox: undefined, transform: undefined, arcs };
const world = feature(thinned, thinned.objects.land);
const polygons = world.features
  .flatMap((f) => (f.geometry.type === "Polygon" ? [f.geometry.coordinates] : f.geometry.coordinates))
  .map((rings) => rings.filter((r) => r.length > 4 && area(r) > (isFine(r[0]) ? FINE : COARSE).island))
  .filter((rings) => rings.length > 0 && rings[0].every(([, lat]) => lat > -60));

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** Parts of a degree: a step of 4 km, less than a pixel where Europe fills the screen. */
const STEPS = 25;

/** An integer in letters of five bits, the sixth bit marking that more follow; the sign is the last bit. */
function letters(number) {
  let rest = number < 0 ? -2 * number - 1 : 2 * number;
  let text = "";
  for (; rest > 31; rest >>= 5) text += ALPHABET[(rest & 31) | 32];
  return text + ALPHABET[rest];
}

/** A ring as the steps from point to point. */
function encoded(ring) {
  let [x, y] = [0, 0];
  let text = "";
  for (const [lon, lat] of ring) {
    const [nx, ny] = [Math.round(lon * STEPS), Math.round(lat * STEPS)];
    if (text !== "" && nx === x && ny === y) continue;
    text += letters(nx - x) + letters(ny - y);
    [x, y] = [nx, ny];
  }
  return text;
}

const text = JSON.stringify({ steps: STEPS, rings: polygons.flatMap((rings) => rings.map(encoded)) });
writeFileSync(OUT, text + "\n");
console.log(`${polygons.length} pieces of land, ${(text.length / 1e3).toFixed(1)} kB`);
