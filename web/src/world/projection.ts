/**
 * From the globe to the screen. Cases with a dense centre are drawn around it, others on a map of
 * the whole world. Two projections and one data set do not need a geography library.
 */
import type { State } from "../types";
import { land, type Position } from "./coastline";

const DEGREE = Math.PI / 180;
/** Cases within this radius of their centre are drawn around it, others on a map of the world. */
const LARGEST_REGION = 36 * DEGREE;
const SMALLEST_REGION = 9 * DEGREE;
/** Capitals this near each other form the centre of a case. */
const NEAR = 22 * DEGREE;
/** How fast distances beyond the region shrink: the scale falls as (edge / distance) ** this. */
const SHRINK = 1.55;
/** Nothing is drawn farther away than this, where the far side of the globe would be distorted. */
const HORIZON = 104 * DEGREE;

type Place = [x: number, y: number];

export interface Chart {
  place: (position: Position) => Place;
  land: string; // path
  net: string; // path of meridians and parallels
  /** Whether distances to far states are drawn shortened. */
  shortened: boolean;
}

/** A projection before it is fitted to the screen: y grows downwards. */
interface Raw {
  place: (position: Position) => Place;
  seen: (position: Position) => boolean;
  ring: (ring: Position[]) => Place[][];
}

const MARGINS = [12, 20, 28, 38, 50, 64, 80];

/** The largest map in which every state's circle lies inside the frame. */
export function chartOf(states: State[], width: number, height: number, radii: number[]): Chart {
  const places = states.map((s): Position => [s.lon, s.lat]);
  const { raw, shortened } = rawOf(places);
  let last: (place: Place) => Place = (place) => place;
  for (const margin of MARGINS) {
    const place = fitted(raw, places, width, height, Math.min(margin, width / 4, height / 4));
    const inside = places.every((position, i) => {
      const [x, y] = place(raw.place(position));
      const room = radii[i] + 6;
      return x >= room && x <= width - room && y >= room && y <= height - room;
    });
    if (inside) return drawn(raw, place, shortened);
    last = place;
  }
  return drawn(raw, last, shortened);
}

function rawOf(places: Position[]): { raw: Raw; shortened: boolean } {
  const centre = centreOf(places);
  const far = places.map((p) => distance(p, centre)).sort((a, b) => a - b);
  const region = Math.max(far[Math.floor(0.75 * (far.length - 1))], SMALLEST_REGION);
  if (region > LARGEST_REGION) return { raw: equalEarth(Math.round(middle(places)[0] / 10) * 10), shortened: false };
  const farthest = far[far.length - 1];
  const shortened = farthest > 1.6 * region;
  return { raw: around(centre, shortened ? region * 1.05 : Math.max(farthest, SMALLEST_REGION)), shortened };
}

/** Scale and shift so that all capitals lie within the margin. */
function fitted(raw: Raw, positions: Position[], width: number, height: number, margin: number) {
  const places = positions.map(raw.place);
  const [xs, ys] = [places.map((p) => p[0]), places.map((p) => p[1])];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - 2 * margin) / (right - left || 0.1), (height - 2 * margin) / (bottom - top || 0.1));
  const dx = width / 2 - (scale * (left + right)) / 2;
  const dy = height / 2 - (scale * (top + bottom)) / 2;
  return ([x, y]: Place): Place => [scale * x + dx, scale * y + dy];
}

function drawn(raw: Raw, fit: (place: Place) => Place, shortened: boolean): Chart {
  const path = (places: Place[]) =>
    "M" + places.map((p) => fit(p).map((v) => Math.round(v * 10) / 10).join(",")).join("L");
  const rings = land.flatMap(raw.ring).filter((ring) => ring.length > 2);
  return {
    place: (position) => fit(raw.place(position)),
    land: rings.map((ring) => path(ring) + "Z").join(""),
    net: net().flatMap((line) => pieces(line, raw.seen)).map((line) => path(line.map(raw.place))).join(""),
    shortened,
  };
}

/** Meridians and parallels, every ten degrees. */
function net(): Position[][] {
  const range = (from: number, to: number, step: number) =>
    Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => from + k * step);
  const meridians = range(-180, 170, 10).map((lon) => range(-80, 80, 4).map((lat): Position => [lon, lat]));
  const parallels = range(-80, 80, 10).map((lat) => range(-180, 180, 4).map((lon): Position => [lon, lat]));
  return [...meridians, ...parallels];
}

/** The visible parts of a line. */
function pieces(line: Position[], seen: (p: Position) => boolean): Position[][] {
  const parts: Position[][] = [[]];
  for (const position of line) {
    if (seen(position)) parts[parts.length - 1].push(position);
    else parts.push([]);
  }
  return parts.filter((part) => part.length > 1);
}

/**
 * Around the centre an equal-area map (Lambert's); beyond the edge of the region distances shrink,
 * so that Washington and Tokyo fit on a map of Europe (after Hägerstrand's map of 1957).
 */
function around([lon0, lat0]: Position, edge: number): Raw {
  const [sin0, cos0] = [Math.sin(lat0 * DEGREE), Math.cos(lat0 * DEGREE)];
  /** How far from the centre, and in which direction: clockwise from the north. */
  const polar = ([lon, lat]: Position) => {
    const [dl, phi] = [(lon - lon0) * DEGREE, lat * DEGREE];
    const east = Math.cos(phi) * Math.sin(dl);
    const north = cos0 * Math.sin(phi) - sin0 * Math.cos(phi) * Math.cos(dl);
    const up = sin0 * Math.sin(phi) + cos0 * Math.cos(phi) * Math.cos(dl);
    return { angle: Math.atan2(Math.hypot(east, north), up), bearing: Math.atan2(east, north) };
  };
  const radius = (angle: number) => {
    const near = 2 * Math.sin(Math.min(angle, edge) / 2);
    if (angle <= edge) return near;
    const power = 1 - SHRINK;
    return near + (edge * Math.cos(edge / 2) * ((angle / edge) ** power - 1)) / power;
  };
  const put = (angle: number, bearing: number): Place => [radius(angle) * Math.sin(bearing), -radius(angle) * Math.cos(bearing)];
  return {
    place: (position) => {
      const { angle, bearing } = polar(position);
      return put(angle, bearing);
    },
    seen: (position) => polar(position).angle < HORIZON,
    /** What is beyond the horizon is drawn on it; there the line follows the circle. */
    ring: (ring) => {
      const points = ring.map(polar);
      if (points.every((p) => p.angle >= HORIZON)) return [];
      const places: Place[] = [];
      let before = points[points.length - 1];
      for (const point of points) {
        if (point.angle >= HORIZON && before.angle >= HORIZON) {
          const turn = Math.atan2(Math.sin(point.bearing - before.bearing), Math.cos(point.bearing - before.bearing));
          const steps = Math.ceil(Math.abs(turn) / (4 * DEGREE));
          for (let k = 1; k < steps; k++) places.push(put(HORIZON, before.bearing + (turn * k) / steps));
        }
        places.push(put(Math.min(point.angle, HORIZON), point.bearing));
        before = point;
      }
      return [places];
    },
  };
}

/** The whole world, equal-area (Šavrič, Patterson & Jenny 2018), around a meridian. */
function equalEarth(meridian: number): Raw {
  const M = Math.sqrt(3) / 2;
  const put = (lon: number, lat: number): Place => {
    const l = Math.asin(M * Math.sin(lat * DEGREE));
    const l2 = l * l;
    const l6 = l2 ** 3;
    const x = (lon * DEGREE * Math.cos(l)) / (M * (1.340264 - 0.243318 * l2 + l6 * (0.006251 + 0.034164 * l2)));
    return [x, -l * (1.340264 - 0.081106 * l2 + l6 * (0.000893 + 0.003796 * l2))];
  };
  const turned = (lon: number) => ((((lon - meridian + 180) % 360) + 360) % 360) - 180;
  return {
    place: ([lon, lat]) => put(turned(lon), lat),
    // At the map's edge a line would jump to the other side.
    seen: ([lon]) => Math.abs(turned(lon)) < 178,
    /** Unrolled, and repeated on either side; what is beyond the edge is drawn on it. */
    ring: (ring) => {
      let last = turned(ring[0][0]);
      const unrolled = ring.map(([lon, lat]): Position => {
        const step = turned(lon) - last;
        last += step - 360 * Math.round(step / 360);
        return [last, lat];
      });
      return [-360, 0, 360]
        .map((shift) => unrolled.map(([lon, lat]): Position => [lon + shift, lat]))
        .filter((copy) => copy.some(([lon]) => Math.abs(lon) < 180))
        .map((copy) => copy.map(([lon, lat]) => put(Math.max(-180, Math.min(180, lon)), lat)));
    },
  };
}

function distance([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const half = (a: number) => Math.sin((a * DEGREE) / 2) ** 2;
  const h = half(lat2 - lat1) + Math.cos(lat1 * DEGREE) * Math.cos(lat2 * DEGREE) * half(lon2 - lon1);
  return 2 * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** The centre of places on the globe. */
function middle(places: Position[]): Position {
  const [x, y, z] = [0, 1, 2].map((axis) =>
    places.reduce((sum, [lon, lat]) => {
      const [l, p] = [lon * DEGREE, lat * DEGREE];
      return sum + [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)][axis];
    }, 0),
  );
  return [Math.atan2(y, x) / DEGREE, Math.atan2(z, Math.hypot(x, y)) / DEGREE];
}

/** The centre of the capitals near the one with the least sum of distances, which far ones do not move. */
function centreOf(places: Position[]): Position {
  const sums = places.map((p) => places.reduce((sum, other) => sum + distance(p, other), 0));
  const best = places[sums.indexOf(Math.min(...sums))];
  return middle(places.filter((p) => distance(p, best) < NEAR));
}
