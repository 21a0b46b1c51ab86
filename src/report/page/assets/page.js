"use strict";
// Draws the charts of a page from the data beside them. No text of the data is ever put in as markup.
(function () {
  const root = document.documentElement;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("data");
  const land = read("land");
  const charts = [];

  // ---- numbers, as in the tables ----------------------------------------------------------------------------
  function decimals(size) {
    size = Math.abs(size);
    return size >= 999.5 ? 0 : size >= 99.95 ? 1 : size >= 9.995 ? 2 : 3;
  }
  function number(value) {
    if (value === null || value === undefined) return "";
    const places = Number.isInteger(value) ? 0 : decimals(value);
    return value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
  }
  const tick = (value) => value.toLocaleString("en-US", value && Math.abs(value) < 0.01 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 3 });
  const withUnit = (value, unit) => number(value) + (unit ? " " + unit : "");

  // ---- colours: all from the style sheet, so that light, dark and print agree ---------------------------------
  // Each is asked for once until the style changes: asking after a chart was put in makes the browser lay out anew.
  const known = new Map();
  function once(name, read) {
    if (!known.has(name)) known.set(name, read());
    return known.get(name);
  }
  const colourOf = (name) => once("--" + name, () => getComputedStyle(root).getPropertyValue("--" + name).trim());
  const letters = () => once("font", () => getComputedStyle(document.body).fontFamily);
  function paint(colour) {
    if (typeof colour === "object") return colourOf("s" + (colour.slot % 10));
    const names = { other: "other", limit: "limit", total: "total", good: "c-good", warn: "c-warn", bad: "c-bad" };
    return colourOf(names[colour] || "other");
  }

  // ---- tooltips: elements with text ----------------------------------------------------------------------------
  function tip(title, rows) {
    const box = document.createElement("div");
    box.className = "tip";
    const head = document.createElement("b");
    head.textContent = title;
    box.append(head);
    for (const [name, value] of rows) {
      const row = document.createElement("div");
      const left = document.createElement("span");
      const right = document.createElement("span");
      left.textContent = name;
      right.textContent = value;
      row.append(left, right);
      box.append(row);
    }
    return box;
  }

  function base() {
    return {
      animation: false,
      textStyle: { fontFamily: letters(), color: colourOf("ink") },
      tooltip: {
        confine: true,
        backgroundColor: colourOf("card"),
        borderColor: colourOf("line"),
        textStyle: { color: colourOf("ink") },
      },
    };
  }
  function valueAxis(name) {
    return {
      type: "value",
      name,
      nameTextStyle: { color: colourOf("soft"), align: "left", padding: [0, 0, 4, -20] },
      axisLabel: { color: colourOf("soft"), formatter: tick, hideOverlap: true },
      splitLine: { lineStyle: { color: colourOf("line") } },
    };
  }
  function categoryAxis(labels, more) {
    return Object.assign({
      type: "category",
      data: labels,
      axisLabel: { color: colourOf("soft"), hideOverlap: true },
      axisLine: { lineStyle: { color: colourOf("line") } },
      axisTick: { show: false },
    }, more);
  }
  // Room for the labels of rows, as wide as the words, but not more than its share of the width.
  const ruler = document.createElement("canvas").getContext("2d");
  function rowLabels(rows, width) {
    if (ruler) ruler.font = "12px " + letters();
    const wide = (text) => (ruler ? ruler.measureText(text).width : text.length * 7.4);
    const longest = rows.reduce((most, row) => Math.max(most, wide(row)), 0);
    return Math.ceil(Math.min(longest + 20, width * (width < 500 ? 0.42 : 0.36)));
  }
  const clippedLabel = (room) => ({
    color: colourOf("ink"), width: room - 12, overflow: "truncate", fontSize: 12, hideOverlap: false, interval: 0,
  });

  // ---- kinds of figures: each gives options for ECharts, its height and its legend --------------------------------
  const kinds = {
    bars(view, width, _, printed) {
      const { x, series, lines, stacked: onTop } = view.figure;
      const stacked = series.map((one) => ({
        name: one.name, type: "bar", stack: onTop ? "all" : null, data: one.values, barMaxWidth: 56, barGap: "8%",
        itemStyle: { color: paint(one.colour), borderColor: colourOf("card"), borderWidth: 0.6 },
        emphasis: { focus: "series" },
      }));
      const over = lines.map((one) => ({
        name: one.name, type: "line", data: one.values, step: one.colour === "limit" ? "middle" : false, symbolSize: 5,
        showSymbol: one.colour !== "limit" || one.values.length < 2, symbol: "circle", connectNulls: false,
        lineStyle: { color: paint(one.colour), width: 2, type: one.colour === "limit" ? "dashed" : "solid" },
        itemStyle: { color: paint(one.colour) }, z: 5,
      }));
      const unitOf = view.unit;
      return {
        height: printed ? 240 : 330,
        legend: series.map((one) => [one.name, paint(one.colour), ""])
          .concat(lines.map((one) => [one.name, paint(one.colour), "line"])),
        option: {
          grid: { left: 12, right: 12, top: 34, bottom: 6, containLabel: true },
          xAxis: categoryAxis(x),
          yAxis: valueAxis(unitOf),
          tooltip: {
            trigger: "axis", axisPointer: { type: "shadow" },
            formatter(points) {
              const told = points.filter((point) => point.value);
              const sum = told.filter((point) => point.seriesType === "bar").reduce((all, point) => all + point.value, 0);
              const rows = told.map((point) => [point.seriesName, withUnit(point.value, unitOf)]).reverse();
              if (onTop && told.filter((point) => point.seriesType === "bar").length > 1) rows.push(["sum", withUnit(sum, unitOf)]);
              return tip(points.length ? points[0].name : "", rows);
            },
          },
          series: stacked.concat(over),
        },
      };
    },

    curves(view, width, _, printed) {
      const { x, curves } = view.figure;
      const few = curves.every((one) => one.points.length < 60);
      return {
        height: printed ? 220 : 300,
        legend: curves.map((one) => [one.name, paint(one.colour), "line"]),
        option: {
          grid: { left: 12, right: 20, top: 34, bottom: 26, containLabel: true },
          xAxis: Object.assign(valueAxis(x), {
            nameLocation: "middle", nameGap: 28, scale: true, splitLine: { show: false },
            nameTextStyle: { color: colourOf("soft") },
          }),
          yAxis: Object.assign(valueAxis(view.unit), { scale: true }),
          tooltip: {
            trigger: "item",
            formatter: (point) => tip(point.seriesName, [[x, number(point.value[0])], [view.unit || "value", number(point.value[1])]]),
          },
          series: curves.map((one) => ({
            name: one.name, type: "line", data: one.points, step: one.join === "step" ? "end" : false,
            showSymbol: few || one.join === "none", symbolSize: one.join === "none" ? 8 : 6, symbol: "circle",
            lineStyle: { color: paint(one.colour), width: one.join === "none" ? 0 : 2 },
            itemStyle: { color: paint(one.colour), opacity: one.join === "none" ? 0.75 : 1 },
          })),
        },
      };
    },

    waterfall(view, width) {
      const steps = view.figure.steps;
      let level = 0;
      const spans = steps.map((step) => {
        const from = step.total ? 0 : level;
        level = step.total ? step.value : level + step.value;
        return [Math.min(from, level), Math.max(from, level)];
      });
      const room = rowLabels(steps.map((step) => step.name), width);
      return {
        height: steps.length * 26 + 46,
        legend: [],
        option: {
          grid: { left: room, right: 62, top: 4, bottom: 28 },
          yAxis: categoryAxis(steps.map((step) => step.name), { inverse: true, axisLabel: clippedLabel(room) }),
          xAxis: Object.assign(valueAxis(""), { splitNumber: width < 500 ? 3 : 6 }),
          tooltip: {
            trigger: "item",
            formatter: (point) => tip(steps[point.dataIndex].name, [["", withUnit(steps[point.dataIndex].value, view.unit)]]),
          },
          series: [{
            type: "custom",
            encode: { x: [1, 2], y: 0 },
            data: spans.map((span, at) => [at, span[0], span[1]]),
            renderItem(_, api) {
              const at = api.value(0);
              const step = steps[at];
              const from = api.coord([api.value(1), at]);
              const to = api.coord([api.value(2), at]);
              const high = Math.min(api.size([0, 1])[1] * 0.66, 20);
              const fill = step.total ? colourOf("total") : step.value < 0 ? colourOf("s2") : colourOf("s0");
              return {
                type: "group",
                children: [
                  { type: "rect", shape: { x: from[0], y: from[1] - high / 2, width: Math.max(to[0] - from[0], 1.5), height: high, r: 2 }, style: { fill } },
                  { type: "text", style: { text: number(step.value), x: to[0] + 6, y: to[1], textVerticalAlign: "middle", fill: colourOf("ink"), fontSize: 12 } },
                ],
              };
            },
          }],
        },
      };
    },

    gantt(view, width) {
      const { x, rows, kinds: named, bars } = view.figure;
      const room = rowLabels(rows, width);
      const colours = named.map((kind) => paint(kind.colour));
      return {
        height: rows.length * 23 + 44,
        legend: named.map((kind, at) => [kind.name, colours[at], ""]),
        option: {
          grid: { left: room, right: width < 620 ? 20 : 8, top: 26, bottom: 8 },
          xAxis: categoryAxis(x, {
            position: "top", splitLine: { show: true, lineStyle: { color: colourOf("faint") } },
            axisLabel: { color: colourOf("soft"), interval: width < 620 ? "auto" : 0, fontSize: 11 },
          }),
          yAxis: categoryAxis(rows, { inverse: true, axisLabel: clippedLabel(room), splitLine: { show: true, lineStyle: { color: colourOf("faint") } } }),
          tooltip: {
            trigger: "item",
            formatter(point) {
              const bar = point.data.bar;
              const when = bar.from === bar.to ? x[bar.from] : x[bar.from] + " to " + x[bar.to];
              return tip(rows[bar.row], [[named[bar.bar].name, bar.text], ["", when]]);
            },
          },
          series: named.map((kind, at) => ({
            name: kind.name, type: "custom", encode: { x: [1, 2], y: 0 },
            data: bars.filter((bar) => bar.bar === at).map((bar) => ({ value: [bar.row, bar.from, bar.to], bar })),
            renderItem(params, api) {
              const bar = bars.filter((one) => one.bar === at)[params.dataIndex];
              const step = api.size([1, 1]);
              const from = api.coord([bar.from, bar.row]);
              const to = api.coord([bar.to, bar.row]);
              const high = Math.min(step[1] * 0.7, 17);
              const left = from[0] - step[0] / 2 + 1;
              const wide = to[0] - from[0] + step[0] - 2;
              const open = bar.strength < 0.3;
              return {
                type: "group",
                children: [
                  {
                    type: "rect", shape: { x: left, y: from[1] - high / 2, width: wide, height: high, r: 3 },
                    style: {
                      fill: colours[at], fillOpacity: bar.strength, stroke: colours[at], strokeOpacity: open ? 1 : 0.2,
                      lineWidth: open ? 1.2 : 0.5, lineDash: open ? [3, 2] : null,
                    },
                  },
                  {
                    type: "text", silent: true,
                    style: {
                      text: wide > bar.text.length * 6 + 4 ? bar.text : "", x: left + wide / 2, y: from[1], textAlign: "center", textVerticalAlign: "middle",
                      fill: bar.strength > 0.55 ? colourOf("card") : colourOf("ink"), fontSize: 11,
                    },
                  },
                ],
              };
            },
          })),
        },
      };
    },

    heat(view, width) {
      const { x, rows, values, high_is_good: good } = view.figure;
      const room = rowLabels(rows, width);
      const cells = [];
      values.forEach((row, y) => row.forEach((value, at) => { if (value !== null) cells.push([at, y, value]); }));
      const scale = ["heat-0", "heat-1", "heat-2", "heat-3"].map(colourOf);
      const wide = (width - room - 8) / Math.max(x.length, 1);
      return {
        height: rows.length * 23 + 44,
        legend: [[good ? "0 % met" : "0 % used", scale[0], "key"], [good ? "100 % met" : "100 % used", scale[3], "key"]],
        option: {
          grid: { left: room, right: width < 620 ? 20 : 8, top: 26, bottom: 8 },
          xAxis: categoryAxis(x, { position: "top", axisLabel: { color: colourOf("soft"), interval: width < 620 ? "auto" : 0, fontSize: 11 } }),
          yAxis: categoryAxis(rows, { inverse: true, axisLabel: clippedLabel(room) }),
          visualMap: { show: false, min: 0, max: 100, dimension: 2, inRange: { color: scale } },
          tooltip: { trigger: "item", formatter: (point) => tip(rows[point.value[1]], [[x[point.value[0]], number(point.value[2]) + " %"]]) },
          series: [{
            type: "heatmap", data: cells,
            itemStyle: { borderColor: colourOf("card"), borderWidth: 1.5, borderRadius: 3 },
            label: {
              show: wide > 30, fontSize: 11,
              formatter: (point) => (point.value[2] > 0 && point.value[2] < 1 ? "<1" : point.value[2] > 99 && point.value[2] < 100 ? ">99" : String(Math.round(point.value[2]))),
            },
          }],
        },
        after(option) {
          // Words on dark cells are light and the other way round.
          option.series[0].data = cells.map((cell) => ({ value: cell, label: { color: cell[2] > 55 ? colourOf("card") : colourOf("ink") } }));
        },
      };
    },

    map(view, width, period, printed) {
      const { x, places } = view.figure;
      const most = places.reduce((size, place) => Math.max(size, ...place.capacity, ...place.used), 0) || 1;
      const largest = Math.max(22, Math.min(58, width / 16));
      const size = (value) => (value > 0 ? Math.max(6, largest * Math.sqrt(value / most)) : 0);
      const at = (place, extra) => Object.assign({ name: place.id, value: [place.longitude, place.latitude], place }, extra);
      const box = around(places);
      const layer = (name, data, style, z) => ({
        name, type: "scatter", coordinateSystem: "geo", data, z, symbol: "circle",
        symbolSize: (_, point) => point.data.size, itemStyle: style, emphasis: { scale: false },
      });
      const standing = places.filter((place) => place.capacity[period] > 0 || place.used[period] > 0);
      const empty = places.filter((place) => !(place.capacity[period] > 0 || place.used[period] > 0));
      const total = (key) => places.reduce((sum, place) => sum + place[key][period], 0);
      return {
        height: Math.round(Math.max(240, Math.min(printed ? 300 : 520, width * box.ratio))),
        legend: [["IT power of halls and leases", colourOf("s0"), "ring"], ["IT power in use", colourOf("s0"), ""], ["nothing there yet", colourOf("other"), "ring"]],
        says: x[period] + ": " + standing.length + " of " + places.length + " sites with capacity, "
          + withUnit(total("capacity"), view.unit) + " of IT power, " + withUnit(total("used"), view.unit) + " in use",
        option: {
          geo: {
            map: "land", roam: false, silent: true, aspectScale: 0.86, boundingCoords: box.coords,
            left: 4, right: 4, top: 4, bottom: 4,
            itemStyle: { areaColor: colourOf("land"), borderColor: colourOf("shore"), borderWidth: 0.6 },
          },
          tooltip: {
            trigger: "item",
            formatter(point) {
              const place = point.data.place;
              return tip(place.name === place.id ? place.id : place.id + ", " + place.name, [
                [x[period], ""],
                ["IT power of halls and leases", withUnit(place.capacity[period], view.unit)],
                ["IT power in use", withUnit(place.used[period], view.unit)],
              ]);
            },
          },
          series: [
            layer("nothing there yet", empty.map((place) => at(place, { size: 7 })), { color: colourOf("sea"), borderColor: colourOf("other"), borderWidth: 1.5 }, 3),
            layer("IT power of halls and leases", standing.map((place) => at(place, { size: size(place.capacity[period]) + 2 })),
              { color: colourOf("s0") + "40", borderColor: colourOf("s0"), borderWidth: 1.5, opacity: 1 }, 4),
            layer("IT power in use", standing.map((place) => at(place, { size: size(place.used[period]) })), { color: colourOf("s0"), opacity: 1 }, 5),
            // Names above all discs, those of the largest sites first.
            Object.assign(layer("", standing.map((place) => at(place, { size: Math.max(size(place.capacity[period]), size(place.used[period])) + 2 }))
              .sort((one, other) => other.size - one.size), { color: "transparent" }, 6), {
              silent: true,
              label: {
                show: true, position: "right", distance: 4, formatter: (point) => point.data.place.id, color: colourOf("ink"), fontSize: 11,
                textBorderColor: colourOf("card"), textBorderWidth: 2.5,
              },
              labelLayout: { hideOverlap: true },
            }),
          ],
        },
      };
    },

    tornado(view, width) {
      const { base: middle, swings } = view.figure;
      const room = rowLabels(swings.map((swing) => swing.name), width);
      const side = (key, colour, name) => ({
        name, type: "custom", encode: { x: [1, 2], y: 0 },
        data: swings.map((swing, row) => [row, middle, swing[key][1] === null ? middle : swing[key][1]]),
        renderItem(_, api) {
          const row = api.value(0);
          const from = api.coord([api.value(1), row]);
          const to = api.coord([api.value(2), row]);
          const high = Math.min(api.size([0, 1])[1] * 0.62, 18);
          const left = Math.min(from[0], to[0]);
          const leftwards = to[0] < from[0];
          return {
            type: "group",
            children: [
              { type: "rect", shape: { x: left, y: from[1] - high / 2, width: Math.max(Math.abs(to[0] - from[0]), 1), height: high, r: 2 }, style: { fill: colour } },
              { type: "text", style: { text: swings[row][key][0], x: to[0] + (leftwards ? -5 : 5), y: to[1], textAlign: leftwards ? "right" : "left", textVerticalAlign: "middle", fill: colourOf("soft"), fontSize: 11 } },
            ],
          };
        },
      });
      return {
        height: swings.length * 28 + 54,
        legend: [["low value", colourOf("s0"), ""], ["high value", colourOf("s1"), ""]],
        option: {
          grid: { left: room, right: 40, top: 10, bottom: 34 },
          yAxis: categoryAxis(swings.map((swing) => swing.name), { inverse: true, axisLabel: clippedLabel(room) }),
          xAxis: Object.assign(valueAxis(view.unit), { scale: true, boundaryGap: ["9%", "9%"], nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colourOf("soft") }, splitNumber: width < 500 ? 3 : 6 }),
          tooltip: {
            trigger: "item",
            formatter(point) {
              const swing = swings[point.value[0]];
              const told = (end) => [end[0], end[1] === null ? "no plan" : withUnit(end[1], view.unit)];
              return tip(swing.name, [told(swing.low), told(swing.high), ["as it is", withUnit(middle, view.unit)]]);
            },
          },
          series: [side("low", colourOf("s0"), "low value"), side("high", colourOf("s1"), "high value")],
        },
      };
    },

    ranking(view, width) {
      const bars = view.figure.bars;
      const room = rowLabels(bars.map((bar) => bar.name), width);
      return {
        height: bars.length * 26 + 44,
        legend: [],
        option: {
          grid: { left: room, right: 64, top: 4, bottom: 28 },
          yAxis: categoryAxis(bars.map((bar) => bar.name), { inverse: true, axisLabel: clippedLabel(room) }),
          xAxis: Object.assign(valueAxis(""), { splitNumber: width < 500 ? 3 : 6 }),
          tooltip: { trigger: "item", formatter: (point) => tip(bars[point.dataIndex].name, [["", withUnit(bars[point.dataIndex].value, view.unit)]]) },
          series: [{
            type: "bar", data: bars.map((bar) => bar.value), barMaxWidth: 18, itemStyle: { color: colourOf("s0"), borderRadius: 2 },
            label: { show: true, position: "right", formatter: (point) => number(point.value), color: colourOf("ink"), fontSize: 12 },
          }],
        },
      };
    },
  };

  // The part of the world that the places take up, with some room around them.
  function around(places) {
    const west = Math.min(...places.map((place) => place.longitude));
    const east = Math.max(...places.map((place) => place.longitude));
    const south = Math.min(...places.map((place) => place.latitude));
    const north = Math.max(...places.map((place) => place.latitude));
    const wide = Math.max(east - west, 24) * 1.24;
    const high = Math.max(north - south, wide * 0.36, 16) * 1.3;
    const middle = [(west + east) / 2, (south + north) / 2];
    const clamp = (value, most) => Math.max(-most, Math.min(most, value));
    const coords = [
      [clamp(middle[0] - wide / 2, 180), clamp(middle[1] + high / 2, 84)],
      [clamp(middle[0] + wide / 2, 180), clamp(middle[1] - high / 2, 58)],
    ];
    const ratio = (coords[0][1] - coords[1][1]) / ((coords[1][0] - coords[0][0]) * 0.86);
    return { coords, ratio: Math.min(Math.max(ratio, 0.3), 0.75) };
  }

  // ---- one chart of the page -------------------------------------------------------------------------------------
  class Drawn {
    constructor(figure) {
      this.figure = figure;
      this.views = data[figure.id];
      this.at = 0;
      this.hidden = new Set();
      this.place = figure.querySelector(".drawing");
      this.legend = figure.querySelector(".legend");
      this.slider = figure.querySelector("input[type=range]");
      this.period = this.slider ? Number(this.slider.value) : 0;
      for (const button of figure.querySelectorAll(".view")) {
        button.addEventListener("click", () => {
          this.at = Number(button.dataset.view);
          this.hidden.clear();
          for (const other of figure.querySelectorAll(".view")) other.setAttribute("aria-pressed", String(other === button));
          this.draw();
        });
      }
      if (this.slider) {
        this.slider.addEventListener("input", () => this.move(Number(this.slider.value)));
        const play = figure.querySelector(".play");
        play.addEventListener("click", () => (this.timer ? this.stop(play) : this.start(play)));
      }
    }

    start(play) {
      play.setAttribute("aria-pressed", "true");
      play.firstElementChild.textContent = "\u25A0";
      if (this.period >= Number(this.slider.max)) this.move(0);
      this.timer = setInterval(() => {
        if (this.period >= Number(this.slider.max)) return this.stop(play);
        this.move(this.period + 1);
      }, 900);
    }

    stop(play) {
      clearInterval(this.timer);
      this.timer = null;
      play.setAttribute("aria-pressed", "false");
      play.firstElementChild.textContent = "\u25B6";
    }

    move(period) {
      this.period = period;
      this.slider.value = String(period);
      this.draw();
    }

    draw(width = this.place.clientWidth) {
      const view = this.views[this.at];
      const made = kinds[view.figure.kind](view, width, this.period, false);
      const option = options(made, this.hidden);
      this.chart = render(this.place, this.chart, option, width, made.height);
      this.keys(made.legend, option);
      this.says(view, made.says);
      this.width = width;
      this.figure.dataset.drawn = "true";
    }

    // What the slider has come to, in words.
    says(view, told) {
      if (!this.slider) return;
      this.figure.querySelector("output").textContent = told;
      this.slider.setAttribute("aria-valuetext", view.figure.x[this.period]);
      this.place.setAttribute("aria-label", this.figure.querySelector("h3").textContent + ". " + told);
    }

    // On paper nothing can be pressed: all views one below the other, and the numbers of a chart that moves over time.
    print() {
      this.papers = this.views.map((view, at) => {
        const paper = document.createElement("div");
        paper.className = "paper";
        if (this.views.length > 1) {
          const name = document.createElement("p");
          name.className = "view-name";
          name.textContent = view.label;
          paper.append(name);
        }
        const place = document.createElement("div");
        const legend = document.createElement("div");
        place.className = "drawing";
        legend.className = "legend";
        paper.append(place, legend);
        this.figure.append(paper);
        const made = kinds[view.figure.kind](view, PAPER, this.period, true);
        const option = options(made, at === this.at ? this.hidden : new Set());
        render(place, null, option, PAPER, made.height);
        const shown = made.legend.filter(([name]) => option.legend.selected[name] !== false);
        legend.append(...shown.map((entry) => label("span", entry)));
        return { paper, place };
      });
      // In the order of the buttons.
      this.legend.after(...this.papers.map((one) => one.paper));
      const numbers = this.slider && this.figure.querySelector("details.data");
      if (numbers && !numbers.open) {
        numbers.open = true;
        this.opened = numbers;
      }
    }

    printed() {
      for (const { paper, place } of this.papers || []) {
        echarts.dispose(place);
        paper.remove();
      }
      this.papers = null;
      if (this.opened) this.opened.open = false;
      this.opened = null;
    }

    // The legend as buttons: each shows or hides its series.
    keys(entries, option) {
      const names = new Set(option.series.filter((series) => series.data.length).map((series) => series.name));
      this.legend.replaceChildren(...entries.map((entry) => {
        const name = entry[0];
        if (!names.has(name)) return label("span", entry);
        const key = label("button", entry);
        key.type = "button";
        key.setAttribute("aria-pressed", String(!this.hidden.has(name)));
        key.addEventListener("click", () => {
          if (!this.hidden.delete(name)) this.hidden.add(name);
          key.setAttribute("aria-pressed", String(!this.hidden.has(name)));
          this.chart.dispatchAction({ type: "legendToggleSelect", name });
        });
        return key;
      }));
    }
  }

  // Width of a drawing on paper.
  const PAPER = 690;

  // What ECharts is told: what all charts have in common, and what a figure asks for.
  function options(made, hidden) {
    if (made.after) made.after(made.option);
    const option = Object.assign(base(), made.option);
    option.tooltip = Object.assign(base().tooltip, made.option.tooltip);
    option.legend = { show: false, selected: Object.fromEntries([...hidden].map((name) => [name, false])) };
    return option;
  }

  function render(place, chart, option, width, height) {
    place.style.height = height + "px";
    const drawn = chart || echarts.init(place, null, { renderer: "svg", width, height });
    drawn.resize({ width, height });
    drawn.setOption(option, true);
    return drawn;
  }

  // A key of a legend: its colour and its name.
  function label(element, [name, colour, form]) {
    const key = document.createElement(element);
    const swatch = document.createElement("span");
    swatch.className = "swatch " + form;
    swatch.style.background = colour;
    swatch.style.borderColor = form === "key" ? colourOf("line") : colour;
    if (form === "key") swatch.style.boxShadow = "0 0 0 1px " + colourOf("line");
    swatch.setAttribute("aria-hidden", "true");
    key.append(swatch, name);
    if (element === "span") key.className = "key";
    return key;
  }

  // All charts, those in sight first; the rest one at a time, so that the reader can scroll and press meanwhile.
  // All widths are read before the first chart is put in.
  const soon = window.requestIdleCallback ? (work) => requestIdleCallback(work, { timeout: 300 }) : setTimeout;
  let drawing = 0;
  function redraw() {
    const mine = ++drawing;
    known.clear();
    delete root.dataset.drawn;
    const places = charts.map((chart) => [chart, chart.place.clientWidth, chart.place.getBoundingClientRect()]);
    const inSight = ([, , box]) => box.top < window.innerHeight && box.bottom > 0;
    const waiting = places.filter((one) => !inSight(one));
    for (const [chart, width] of places.filter(inSight)) chart.draw(width);
    (function next() {
      if (!waiting.length) return void (root.dataset.drawn = "true");
      soon(() => {
        if (mine !== drawing) return;
        const [chart, width] = waiting.shift();
        chart.draw(width);
        next();
      });
    })();
  }

  function begin() {
    if (land) echarts.registerMap("land", land);
    for (const figure of document.querySelectorAll("figure.chart")) charts.push(new Drawn(figure));
    redraw();
    let timer = null;
    window.addEventListener("resize", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const chart of charts) if (chart.place.clientWidth && chart.place.clientWidth !== chart.width) chart.draw();
      }, 120);
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());
    // Paper is light and as wide as paper.
    window.addEventListener("beforeprint", () => {
      root.classList.add("printing");
      known.clear();
      for (const chart of charts) chart.print();
    });
    window.addEventListener("afterprint", () => {
      for (const chart of charts) chart.printed();
      root.classList.remove("printing");
      known.clear();
    });
  }

  // Which section is being read.
  function follow() {
    const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]));
    if (!("IntersectionObserver" in window)) return;
    const seen = new Set();
    const watch = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) seen.add(entry.target.id);
        else seen.delete(entry.target.id);
      }
      const first = [...links.keys()].find((id) => seen.has(id));
      for (const [id, link] of links) {
        if (id === first) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-10% 0px -60% 0px" });
    for (const section of document.querySelectorAll("main > section")) watch.observe(section);
  }

  if (typeof echarts !== "undefined") begin();
  else root.dataset.drawn = "true";
  follow();
  // The milliseconds after which what is in sight has been painted.
  requestAnimationFrame(() => requestAnimationFrame(() => (root.dataset.ready = String(Math.round(performance.now())))));
})();
