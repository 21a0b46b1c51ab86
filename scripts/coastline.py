#!/usr/bin/env python3
"""Makes src/report/page/assets/land.json, the coastline of the page's map.

Usage: scripts/coastline.py land-110m.json > src/report/page/assets/land.json

The input is `land-110m.json` of the npm package world-atlas 2.0.2 (TopoJSON of Natural Earth 1:110m, public domain).
The output is GeoJSON with one decimal, which is finer than a pixel of the map, and without Antarctica.
"""
import json
import sys

ANTARCTIC = -60.0


def arcs_of(topology):
    """Arcs in degrees: quantized and delta-encoded in the file."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def ring_of(indices, arcs):
    """A closed ring: arcs end to end, ~i is arc i backwards. Longitudes go on beyond 180 degrees instead of jumping."""
    ring = []
    for index in indices:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        for x, y in points:
            if ring:
                x += 360 * round((ring[-1][0] - x) / 360)
            ring.append((x, y))
    return ring


def clipped(ring, keeps, crossing):
    """The part of a closed ring for which `keeps` holds (Sutherland and Hodgman)."""
    result = []
    for one, other in zip(ring, ring[1:] + ring[:1]):
        if keeps(one):
            result.append(one)
        if keeps(one) != keeps(other):
            result.append(crossing(one, other))
    return result


def at(edge):
    """Where a line meets a meridian."""
    return lambda one, other: (edge, one[1] + (other[1] - one[1]) * (edge - one[0]) / (other[0] - one[0]))


def pieces(ring):
    """The parts of a ring within 180 degrees: what lies beyond comes in from the other side."""
    for turn in (-360, 0, 360):
        part = [(x + turn, y) for x, y in ring]
        part = clipped(part, lambda point: point[0] <= 180, at(180.0))
        part = clipped(part, lambda point: point[0] >= -180, at(-180.0))
        rounded_part = rounded(part)
        if len(rounded_part) >= 4:
            yield rounded_part


def rounded(ring):
    """One decimal, closed, without points that fall on their predecessor."""
    points = []
    for x, y in ring:
        point = [whole(round(x, 1)), whole(round(y, 1))]
        if not points or points[-1] != point:
            points.append(point)
    if points and points[0] != points[-1]:
        points.append(points[0])
    return points


def whole(number):
    return int(number) if number == int(number) else number


def within(hole, ring):
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    return west <= hole[0][0] <= east and min(y for _, y in ring) <= hole[0][1] <= max(y for _, y in ring)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        topology = json.load(file)
    arcs = list(arcs_of(topology))
    polygons = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            # The only ring within another one is the Caspian Sea: drawn as a polygon's second ring.
            outer, *holes = [ring_of(ring, arcs) for ring in polygon]
            if max(y for _, y in outer) <= ANTARCTIC:
                continue
            holes = [hole for ring in holes for hole in pieces(ring)]
            for part in pieces(outer):
                polygons.append([part] + [hole for hole in holes if within(hole, part)])
    feature = {
        "type": "Feature",
        "properties": {"name": "land"},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }
    json.dump({"type": "FeatureCollection", "features": [feature]}, sys.stdout, separators=(",", ":"))
    print()


main()
